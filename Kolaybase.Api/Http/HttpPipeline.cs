using Kolaybase.Api.Http.Callers;
using Kolaybase.Api.Http.Cors;
using Kolaybase.Api.Http.Errors;
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
        app.UseTrustedForwardedHeaders(options);
        app.UseMiddleware<CorsMiddleware>();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseMiddleware<UrlMiddleware>();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseMiddleware<CallerMiddleware>();
        app.UseMiddleware<BodyBufferingMiddleware>();
    }
}
