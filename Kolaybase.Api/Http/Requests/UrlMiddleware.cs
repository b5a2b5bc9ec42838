using Microsoft.AspNetCore.Http.Features;

namespace Kolaybase.Api.Http.Requests;

/// <summary>
/// Refuses URLs that can't mean anything: broken percent-encoding, which the framework would pass on
/// as literal text, bytes that are not UTF-8, NUL, and URLs over the limit; and paths that would mean
/// another path (<see cref="DotSegments"/>).
/// </summary>
internal sealed class UrlMiddleware(RequestDelegate next)
{
    /// <summary>Longest request target in bytes. Kestrel's own limit is twice that, so that this refusal has our body.</summary>
    public const int MaxLength = 64 * 1024;

    public Task InvokeAsync(HttpContext context)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (raw.Length > MaxLength)
        {
            throw new ApiException(StatusCodes.Status414UriTooLong, ErrorCodes.UrlTooLong, $"The URL is longer than {MaxLength} bytes.", hint: "Put long lists of values into several requests.");
        }

        if (DotSegments.Any(raw))
        {
            throw new ApiException(400, ErrorCodes.DotSegment, "A part of the path is \".\" or \"..\", which no path here may have.", hint: "Write the whole path without them. A table or column of such a name is reached by SQL alone.");
        }

        switch (PercentEncoding.Check(raw))
        {
            case PercentFault.Malformed:
                throw new ApiException(400, ErrorCodes.MalformedUrl, "The URL has a '%' that is not followed by two hexadecimal digits.", hint: "Write %25 for a percent sign.");
            case PercentFault.NotUtf8:
                throw new ApiException(400, ErrorCodes.MalformedUrl, "The URL's percent-encoding is not UTF-8.");
            case PercentFault.Nul:
                throw new ApiException(400, ErrorCodes.UnstorableText, "The URL contains a NUL character, which PostgreSQL can't store.");
            default:
                return next(context);
        }
    }
}
