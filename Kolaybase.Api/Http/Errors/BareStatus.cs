namespace Kolaybase.Api.Http.Errors;

/// <summary>The body of an answer that the framework left without one.</summary>
internal static class BareStatus
{
    /// <summary>What a status alone means, in our words.</summary>
    public static ApiError Describe(HttpContext context)
    {
        var request = context.Request;
        return DataApiStatus.Describe(context, Method(request), Allowed(context)) ?? context.Response.StatusCode switch
        {
            400 => OptionalParameters.Explain(context) ?? new(ErrorCodes.BadRequest, "The request is not well-formed."),
            401 => new(ErrorCodes.NoCredentials, "This call needs a key or a token.", Hint: "Send \"Authorization: Bearer <token>\" or \"apikey: <key>\"."),
            403 => new(ErrorCodes.NotAllowed, "You may not do this."),
            404 => new(ErrorCodes.NotFound, "Nothing is at this path.", Hint: "The paths are listed in /api/openapi.json and at /docs."),
            405 => new(ErrorCodes.MethodNotAllowed, $"This path does not take {Method(request)}.", Hint: Allowed(context)),
            406 => new(ErrorCodes.NotAcceptable, "None of the media types in Accept can be made."),
            408 => new(ErrorCodes.RequestTimeout, "The body came too slowly."),
            413 => new(ErrorCodes.BodyTooLarge, BodyTooLarge(context)),
            414 => new(ErrorCodes.UrlTooLong, "The URL is too long."),
            415 => new(ErrorCodes.UnsupportedMediaType, MediaType(request), Hint: "Send \"Content-Type: application/json\"."),
            429 => new(ErrorCodes.TooManyRequests, "Too many requests.", Hint: "Wait for the seconds that Retry-After names."),
            431 => new(ErrorCodes.HeadersTooLarge, "The headers are too large."),
            503 => new(ErrorCodes.Unavailable, "The server can't answer now.", Hint: "Try again in a moment."),
            504 => new(ErrorCodes.Timeout, "The call took longer than it may.", Hint: "Ask for less at once, or try again."),
            < 500 => new(ErrorCodes.BadRequest, "The request was refused."),
            _ => Internal(context),
        };
    }

    /// <summary>A fault of ours: nothing but the request id leaves.</summary>
    public static ApiError Internal(HttpContext context) =>
        new(ErrorCodes.Internal, "The server failed to answer this request.", $"Request id {context.TraceIdentifier}", "Quote the request id when you report this.");

    /// <summary>The sentence of a 413, with the limit where it is known.</summary>
    public static string BodyTooLarge(HttpContext context) =>
        context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } limit
            ? $"The body is over the limit of {limit} bytes for this call."
            : "The body is over the limit for this call.";

    private static string? Allowed(HttpContext context) =>
        context.Response.Headers.Allow is { Count: > 0 } allow ? $"It takes {allow}." : null;

    private static string MediaType(HttpRequest request) => string.IsNullOrEmpty(request.ContentType)
        ? "The body has no Content-Type."
        : "The body's Content-Type is not one that this call takes.";

    /// <summary>A method is any token (RFC 9110, 9.1): an odd one is not echoed.</summary>
    private static string Method(HttpRequest request) =>
        request.Method.Length <= 10 && request.Method.All(char.IsAsciiLetter) ? request.Method : "that method";
}
