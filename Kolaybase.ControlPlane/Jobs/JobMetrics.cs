using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Kolaybase.ControlPlane.Jobs;

/// <summary>Counts what goes into the queue and times what comes out of it.</summary>
public sealed class JobMetrics
{
    private readonly Counter<long> _sent;
    private readonly Histogram<double> _duration;

    /// <summary>Makes the instruments, which cost nothing until somebody listens.</summary>
    public JobMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(JobTelemetry.Name);
        _sent = meter.CreateCounter<long>("messaging.client.sent.messages", "{message}", "Jobs handed to the queue; those of a transaction that was rolled back too.");
        _duration = meter.CreateHistogram<double>("messaging.process.duration", "s", "How long attempts of jobs took.");
    }

    /// <summary>Counts a job that was enqueued.</summary>
    public void Sent(string kind) => _sent.Add(1, Tags(kind, "send"));

    /// <summary>Notes an attempt that has ended.</summary>
    /// <param name="kind">Its name in <see cref="JobTypes"/>.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="error">Type of the exception; null when it succeeded.</param>
    public void Processed(string kind, TimeSpan duration, string? error)
    {
        var tags = Tags(kind, "process");
        if (error is not null)
        {
            tags.Add("error.type", error);
        }

        _duration.Record(duration.TotalSeconds, tags);
    }

    private static TagList Tags(string kind, string operation) => new()
    {
        { "messaging.system", JobTelemetry.SystemName },
        { "messaging.operation.name", operation },
        { "messaging.destination.name", kind },
    };
}
