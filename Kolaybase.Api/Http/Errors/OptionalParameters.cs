using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Kolaybase.Api.Http.Errors;

/// <summary>
/// Names the optional parameter that could not be read. Endpoints that the request delegate generator has bound answer such a one with a status
/// of 400 and nothing else, while they throw for one that is required.
/// </summary>
internal static class OptionalParameters
{
    /// <summary>The first optional parameter of the request's endpoint whose value is of another form; null where there is none.</summary>
    public static ApiError? Explain(HttpContext context)
    {
        foreach (var parameter in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            // A property of a parameter object has its C# name here.
            var name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name);
            if (parameter is { IsOptional: true, HasTryParse: true }
                && context.Request.Query.TryGetValue(name, out var value)
                && !Parses(parameter.ParameterInfo.ParameterType, value.ToString()))
            {
                return BadRequests.Malformed(context, name, parameter.ParameterInfo.ParameterType);
            }
        }

        return null;
    }

    private static bool Parses(Type type, string value) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(int) => int.TryParse(value, out _),
        var t when t == typeof(long) => long.TryParse(value, out _),
        var t when t == typeof(bool) => bool.TryParse(value, out _),
        var t when t == typeof(Guid) => Guid.TryParse(value, out _),
        _ => true,
    };
}
