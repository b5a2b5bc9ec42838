namespace Kolaybase.Api.Http.Requests;

/// <summary>
/// Answers of a server that is about to stop end their connection (RFC 9112, 9.6). Whoever balances connections, not requests, would go on sending here
/// over those it has, and one request of them would meet the end. HTTP/2 has GOAWAY for that, which Kestrel sends.
/// </summary>
internal sealed class CloseWhenStopping(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested && !HttpProtocol.IsHttp2(context.Request.Protocol) && !HttpProtocol.IsHttp3(context.Request.Protocol))
        {
            context.Response.OnStarting(
                static state =>
                {
                    ((HttpContext)state).Response.Headers.Connection = "close";
                    return Task.CompletedTask;
                },
                context);
        }

        return next(context);
    }
}
