using Microsoft.AspNetCore.HttpOverrides;

namespace Kolaybase.Api.Http.Requests;

/// <summary>Believes <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> from configured proxies only: anybody else could forge the address that limits count by.</summary>
internal static class ForwardedHeadersSetup
{
    /// <summary>Adds the middleware when there is a proxy to believe.</summary>
    public static void UseTrustedForwardedHeaders(this IApplicationBuilder app, HttpOptions options)
    {
        if (options.TrustedProxies.Count == 0)
        {
            return;
        }

        var headers = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // Every hop is checked against the networks, so the number of hops needs no limit.
            ForwardLimit = null,
        };
        headers.KnownIPNetworks.Clear();
        headers.KnownProxies.Clear();
        foreach (var network in options.TrustedProxies)
        {
            headers.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(headers);
    }
}
