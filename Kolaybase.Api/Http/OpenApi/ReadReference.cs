using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Http.OpenApi;

/// <summary><c>GET /api/openapi.json</c>.</summary>
internal static class ReadReference
{
    /// <summary>The description of this API, OpenAPI 3.1.</summary>
    public static async Task<FileContentHttpResult> HandleAsync(ReferenceDocument document, HttpContext context, CancellationToken cancellationToken)
    {
        // Public, and read by tools that run in pages.
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return TypedResults.Bytes(await document.ReadAsync(cancellationToken), "application/json; charset=utf-8");
    }
}
