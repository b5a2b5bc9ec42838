using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Kolaybase.Api.Http.Requests;

/// <summary>Keeps the JSON body of typed endpoints, so that a refusal can name every fault in it; other bodies stream.</summary>
internal sealed class BodyBufferingMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not null)
        {
            RefuseOtherCharsets(context.Request);
            // In memory: typed bodies are platform bodies, limited to BodyLimits.Platform.
            context.Request.EnableBuffering(bufferThreshold: BodyLimits.Platform, bufferLimit: BodyLimits.Platform);
        }

        return next(context);
    }

    /// <summary>JSON between systems is UTF-8 (RFC 8259, 8.1). The framework would transcode some other charsets and fail on unknown ones.</summary>
    private static void RefuseOtherCharsets(HttpRequest request)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.Charset is { HasValue: true } charset
            && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            && !charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, ErrorCodes.UnsupportedMediaType, "The body's charset must be utf-8.", hint: "Send \"Content-Type: application/json\".");
        }
    }
}
