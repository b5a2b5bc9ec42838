using Kolaybase.Api.Http.OpenApi;
using Microsoft.OpenApi;

namespace Kolaybase.Api.Auth.OAuth;

/// <summary>Lists query parameters that handlers read by themselves, since binding would join a parameter that came twice.</summary>
internal static class DescribeOAuth
{
    /// <summary>Adds them, described as their names are everywhere.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder builder, params string[] names) => builder.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        foreach (var name in names)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Description = KnownParameters.Describe("", name), Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        }

        return Task.CompletedTask;
    });
}
