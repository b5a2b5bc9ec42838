namespace Kolaybase.Api.Http.Errors;

/// <summary>Bare statuses on the paths of the data API, in PostgREST's codes and words, which its clients know.</summary>
internal static class DataApiStatus
{
    private const string Base = "/api/rest/v1";

    /// <summary>What the status means there; null on other paths and for other statuses.</summary>
    /// <param name="context">The request.</param>
    /// <param name="method">How its method may be shown.</param>
    /// <param name="allowed">Which methods the path takes.</param>
    public static ApiError? Describe(HttpContext context, string method, string? allowed)
    {
        if (!context.Request.Path.StartsWithSegments(Base, StringComparison.OrdinalIgnoreCase, out var rest)
            || rest.StartsWithSegments("/auth", StringComparison.OrdinalIgnoreCase, out var deeper) && deeper.HasValue)
        {
            return null;
        }

        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound =>
                new("PGRST125", "Invalid path specified in request URL", Hint: "A path is /, a table or /rpc/ and a function, with slashes in names percent-encoded."),
            StatusCodes.Status405MethodNotAllowed when rest.StartsWithSegments("/rpc", StringComparison.OrdinalIgnoreCase, out var function) && function.HasValue =>
                new("PGRST101", $"Cannot use the {method} method on RPC", Hint: allowed),
            StatusCodes.Status405MethodNotAllowed => new("PGRST117", $"Unsupported HTTP method: {method}", Hint: allowed),
            _ => null,
        };
    }
}
