using System.Globalization;
using Kolaybase.Api.Http.Callers;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kolaybase.Api.Http.OpenApi;

/// <summary>What follows for an operation from its policies: who may call it, which refusals it has, what its parameters are.</summary>
internal static class OperationDescription
{
    /// <summary>Completes one operation.</summary>
    public static async Task ApplyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (HttpMethods.IsHead(context.Description.HttpMethod ?? "") && operation.OperationId is { } name)
        {
            // GET and HEAD are one route and would share a name, which has to be unique (OpenAPI 3.1, 4.8.10.1).
            operation.OperationId = name + "Head";
        }

        var requirement = metadata.OfType<CallerRequirement>().LastOrDefault();
        var document = context.Document!;
        // A key in the URL is a parameter, no security scheme.
        if (requirement is { Kind: not (CallerKind.ProjectByUrlKey or CallerKind.ProjectBySignature) })
        {
            operation.Security = [.. Security(requirement.Kind).Select(schemes => Requirement(document, schemes))];
        }

        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        if (!document.Components.Schemas.ContainsKey(nameof(ApiError)))
        {
            document.AddComponent(nameof(ApiError), await context.GetOrCreateSchemaAsync(typeof(ApiError), null, cancellationToken));
        }

        operation.Responses ??= [];
        foreach (var (status, meaning) in Refusals.Of(requirement?.Kind, operation.RequestBody is not null))
        {
            operation.Responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), Refusal(document, meaning));
        }

        operation.Responses.TryAdd("default", Refusal(document, "Any other refusal."));
        KnownParameters.AddMissing(operation, context.Description.RelativePath ?? "");
        foreach (var parameter in operation.Parameters ?? [])
        {
            if (parameter is OpenApiParameter { Description: null or "" } silent)
            {
                silent.Description = KnownParameters.Describe(context.Description.RelativePath ?? "", silent.Name ?? "");
            }
        }
    }

    private static string[][] Security(CallerKind kind) => kind switch
    {
        CallerKind.PlatformUser or CallerKind.ProjectMember => [[DocumentDescription.PlatformToken]],
        CallerKind.ProjectByPath or CallerKind.ProjectByName => [[DocumentDescription.PlatformToken], [DocumentDescription.ApiKey], [DocumentDescription.ApiKey, DocumentDescription.UserToken]],
        // An empty requirement: it also works without any (OpenAPI 3.1, 4.8.30).
        CallerKind.ProjectByPathOrNobody => [[DocumentDescription.PlatformToken], [DocumentDescription.ApiKey], [DocumentDescription.ApiKey, DocumentDescription.UserToken], []],
        _ => [[DocumentDescription.ApiKey], [DocumentDescription.ApiKey, DocumentDescription.UserToken]],
    };

    private static OpenApiSecurityRequirement Requirement(OpenApiDocument document, string[] schemes)
    {
        var requirement = new OpenApiSecurityRequirement();
        foreach (var scheme in schemes)
        {
            requirement[new OpenApiSecuritySchemeReference(scheme, document)] = [];
        }

        return requirement;
    }

    private static OpenApiResponse Refusal(OpenApiDocument document, string meaning) => new()
    {
        Description = meaning,
        Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = new OpenApiSchemaReference(nameof(ApiError), document) } },
    };
}
