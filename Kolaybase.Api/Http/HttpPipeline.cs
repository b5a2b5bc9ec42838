using Kolaybase.Api.Http.Callers;
using Kolaybase.Api.Http.Cors;
using Kolaybase.Api.Http.Errors;
using Kolaybase.Api.Http.Health;
using Kolaybase.Api.Http.Metrics;
using Kolaybase.Api.Http.OpenApi;
using Kolaybase.Api.Http.RateLimits;
using Kolaybase.Api.Http.RequestLog;
using Kolaybase.Api.Http.Requests;

namespace Kolaybase.Api.Http;

/// <summary>What every request passes, in order.</summary>
internal static class HttpPipeline
{
    /// <summary>Adds the middleware; routes are mapped after it.</summary>
    public static void UseHttp(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<HttpOptions>();
        app.UseMiddleware<RequestIdMiddleware>();
        app.UseMiddleware<RequestLogMiddleware>();
        app.UseMiddleware<RequestMetricsMiddleware>();
        app.UseMiddleware<CloseWhenStopping>();
        app.UseTrustedForwardedHeaders(options);
        app.UseMiddleware<CorsMiddleware>();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseMiddleware<UrlMiddleware>();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseMiddleware<CallerMiddleware>();
        app.UseMiddleware<BodyBufferingMiddleware>();
        app.UseMiddleware<RateLimitMiddleware>();
    }

    /// <summary>Maps what is served about the server itself (contract, section 8).</summary>
    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapHealth();
        routes.MapReference();
        routes.MapMetrics();
    }
}
