using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;

namespace Kolaybase.ServiceDefaults;

/// <summary>What every process of Kolaybase has: telemetry, service discovery, patient HTTP clients.</summary>
public static class ServiceDefaultsRegistration
{
    /// <summary>Registers the defaults.</summary>
    /// <remarks>Telemetry costs start time and memory, so it is set up only where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where it goes.</remarks>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            builder.AddTelemetry();
        }

        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(client =>
        {
            // A repeated POST makes a realm twice and counts a wrong password twice (RFC 9110, 9.2.2).
            client.AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods());
            client.AddServiceDiscovery();
        });
        return builder;
    }
}
