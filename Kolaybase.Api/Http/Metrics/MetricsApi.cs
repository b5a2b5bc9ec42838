using System.Security.Cryptography;
using System.Text;
using Kolaybase.Api.Http.Callers;
using Kolaybase.ServiceDefaults;

namespace Kolaybase.Api.Http.Metrics;

/// <summary>
/// <c>GET /metrics</c>: Prometheus' text format, for whoever has the token <c>Kolaybase:Metrics:Token</c>. Without one it is not there. Where a request
/// comes from proves nothing: behind a proxy on the same machine all of them come from loopback.
/// </summary>
internal static class MetricsApi
{
    /// <summary>Registers the exporter, which is made by the first call.</summary>
    public static void AddMetricsApi(this IServiceCollection services)
    {
        services.AddSingleton<RequestMetrics>();
        services.AddSingleton<PrometheusMetrics>();
    }

    /// <summary>Maps the path if there is a token.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<HttpOptions>().MetricsToken.Length > 0)
        {
            routes.MapGet("/metrics", HandleAsync).ExcludeFromDescription();
        }
    }

    private static Task HandleAsync(HttpContext context, HttpOptions options, PrometheusMetrics metrics)
    {
        // Hashed first: the comparison takes as long for tokens of any length.
        var given = Credentials.Read(context.Request).Token ?? "";
        context.Response.Headers.CacheControl = "no-store";
        return CryptographicOperations.FixedTimeEquals(Hash(given), Hash(options.MetricsToken))
            ? metrics.WriteAsync(context)
            : throw new ApiException(401, ErrorCodes.NoCredentials, "This needs the server's metrics token.", hint: "Send \"Authorization: Bearer <token>\" with the value of Kolaybase:Metrics:Token.");
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
