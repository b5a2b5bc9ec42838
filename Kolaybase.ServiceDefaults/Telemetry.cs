using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Kolaybase.ServiceDefaults;

/// <summary>Traces, metrics and logs over OTLP; endpoint, protocol and names come from the standard <c>OTEL_*</c> variables.</summary>
internal static class Telemetry
{
    /// <summary>True where another host of the same process exports spans and metrics: sources and meters are the process's, so they would be sent twice.</summary>
    public const string LogsOnly = "Kolaybase:Telemetry:LogsOnly";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => ServiceResource.Describe(resource, builder.Configuration, builder.Environment));
        if (!bool.TryParse(builder.Configuration[LogsOnly], out var logsOnly) || !logsOnly)
        {
            // Listens as long as the host lives.
            builder.Services.AddHostedService<ExceptionRedaction>();
            telemetry.WithMetrics(metrics => metrics.AddMeters()).WithTracing(tracing => AddSources(tracing, builder));
        }

        telemetry.UseOtlpExporter();
    }

    private static void AddSources(TracerProviderBuilder tracing, IHostApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_TRACES_SAMPLER"]))
        {
            tracing.SetSampler(new ParentBasedSampler(new RootSampler()));
        }

        tracing
            .AddSource("Kolaybase.*")
            .AddAspNetCoreInstrumentation(options => options.Filter = context => !IsProbe(context.Request.Path))
            .AddHttpClientInstrumentation()
            .AddNpgsql()
            // Before the exporter, which UseOtlpExporter adds last.
            .AddProcessor(new SpanRedaction());
    }

    /// <summary>Probes come every few seconds and tell nothing.</summary>
    private static bool IsProbe(Microsoft.AspNetCore.Http.PathString path) =>
        path.StartsWithSegments("/health") || path.StartsWithSegments("/alive") || path.StartsWithSegments("/metrics");
}
