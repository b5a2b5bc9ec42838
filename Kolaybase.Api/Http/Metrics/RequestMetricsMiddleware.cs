namespace Kolaybase.Api.Http.Metrics;

/// <summary>Counts a request when it is answered; while nobody listens it is not even in the way.</summary>
internal sealed class RequestMetricsMiddleware(RequestDelegate next, RequestMetrics metrics)
{
    public Task InvokeAsync(HttpContext context) => metrics.Enabled ? CountAsync(context) : next(context);

    private async Task CountAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        finally
        {
            metrics.Count(context);
        }
    }
}
