using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Kolaybase.ServiceDefaults;

/// <summary>Which meters are exported, over OTLP and at <c>/metrics</c> alike.</summary>
internal static class Meters
{
    private const string OfNpgsql = "Npgsql";
    private const string OfNameResolution = "System.Net.NameResolution";

    public static MeterProviderBuilder AddMeters(this MeterProviderBuilder metrics) => metrics
        .AddAspNetCoreInstrumentation()
        .AddHttpClientInstrumentation()
        .AddRuntimeInstrumentation()
        .AddMeter(OfNpgsql, "Kolaybase.*")
        .AddView(View);

    /// <summary>
    /// Npgsql measures each pool under its connection string: one set of series for each login of each project, without bound, and
    /// with names of databases in it. The time of its operations is kept, by server; connections are measured by us, by server.
    /// </summary>
    internal static MetricStreamConfiguration? View(Instrument instrument)
    {
        if (instrument.Meter.Name == OfNameResolution)
        {
            // It comes with the HTTP client's, and has a series for each name that was looked up: owners of projects choose those of their mail servers.
            return MetricStreamConfiguration.Drop;
        }

        if (instrument.Meter.Name != OfNpgsql)
        {
            return null;
        }

        return instrument.Name is "db.client.operation.duration" or "db.client.operation.failed"
            ? new MetricStreamConfiguration { TagKeys = ["db.system.name", "server.address", "server.port"] }
            : MetricStreamConfiguration.Drop;
    }
}
