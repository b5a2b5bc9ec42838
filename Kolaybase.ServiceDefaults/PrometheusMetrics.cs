using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Kolaybase.ServiceDefaults;

/// <summary>
/// All meters of the process in Prometheus' text format. Counting begins with the first call: a process that nobody scrapes pays
/// nothing, neither at its start nor at each request.
/// </summary>
/// <param name="services">The container of the middleware.</param>
public sealed class PrometheusMetrics(IServiceProvider services) : IDisposable
{
    private readonly Lock _gate = new();
    private MeterProvider? _provider;
    private RequestDelegate? _serve;

    /// <summary>Answers with all of them. Who may ask is the caller's to know.</summary>
    public Task WriteAsync(HttpContext context) => Serve()(context);

    /// <summary>Stops counting.</summary>
    public void Dispose() => _provider?.Dispose();

    private RequestDelegate Serve()
    {
        lock (_gate)
        {
            return _serve ??= Make();
        }
    }

    private RequestDelegate Make()
    {
        var (configuration, environment) = (services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IHostEnvironment>());
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => ServiceResource.Describe(resource, configuration, environment))
            .AddMeters()
            .AddPrometheusExporter()
            .Build();
        var pipeline = new ApplicationBuilder(services);
        pipeline.UseOpenTelemetryPrometheusScrapingEndpoint(_provider, predicate: _ => true, path: null, configureBranchedPipeline: null, optionsName: null);
        return pipeline.Build();
    }
}
