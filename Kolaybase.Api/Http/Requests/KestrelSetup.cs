using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Kolaybase.Api.Http.Requests;

/// <summary>Limits of the server itself. What it refuses before a request exists (a malformed request line, headers over the limit) has its status but no body of ours.</summary>
internal static class KestrelSetup
{
    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // Each route class sets its own; this is the platform's.
        kestrel.Limits.MaxRequestBodySize = BodyLimits.Platform;
        // Twice the limit of UrlMiddleware, whose refusal has a body.
        kestrel.Limits.MaxRequestLineSize = 2 * UrlMiddleware.MaxLength;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 100;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
    }
}
