using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Kolaybase.Api.Http.OpenApi;

/// <summary><c>/api/openapi.json</c> and the reference at <c>/docs</c>, whose script is served by us: it works offline.</summary>
internal static class ReferenceApi
{
    /// <summary>Name of the document in the container.</summary>
    public const string DocumentName = "v1";

    /// <summary>Where the document is.</summary>
    public const string Path = "/api/openapi.json";

    /// <summary>Registers the document.</summary>
    public static void AddReference(this IServiceCollection services)
    {
        services.AddOpenApi(DocumentName, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer(DocumentDescription.ApplyAsync);
            options.AddOperationTransformer(OperationDescription.ApplyAsync);
        });
        services.AddSingleton<ReferenceDocument>();
    }

    /// <summary>Maps both paths, which nobody has to sign in for.</summary>
    public static void MapReference(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ReadReference.HandleAsync).ExcludeFromDescription();
        routes.MapScalarApiReference("/docs", options =>
        {
            options.WithTitle("Kolaybase").WithOpenApiRoutePattern(Path);
            // Fonts, telemetry, the hosted proxy, client, assistant and tools would call other hosts.
            options.DisableAgent().DisableMcp().HideDeveloperTools().HideClientButton();
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.ProxyUrl = null;
        });
    }
}
