using Microsoft.AspNetCore.Http.Metadata;

namespace Kolaybase.Api.Http.Requests;

/// <summary>Keeps the JSON body of typed endpoints, so that a refusal can name every fault in it; other bodies stream.</summary>
internal sealed class BodyBufferingMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not null)
        {
            // In memory: typed bodies are platform bodies, limited to BodyLimits.Platform.
            context.Request.EnableBuffering(bufferThreshold: BodyLimits.Platform, bufferLimit: BodyLimits.Platform);
        }

        return next(context);
    }
}
