using System.Diagnostics.Metrics;

namespace Kolaybase.ControlPlane.Logs;

/// <summary>Counts entries of projects' logs by what became of them.</summary>
public sealed class LogMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Kolaybase.Logs";

    private readonly Counter<long> _entries;

    /// <summary>Makes the instrument, which costs nothing until somebody listens.</summary>
    public LogMetrics(IMeterFactory meters) =>
        _entries = meters.Create(MeterName).CreateCounter<long>("kolaybase.logs.entries", "{entry}", "Entries of projects' logs, by what became of them.");

    /// <summary>They are rows.</summary>
    public void Written(int count) => Count("written", count);

    /// <summary>One was beyond what is kept of its project's second.</summary>
    public void OverRate() => Count("over_rate", 1);

    /// <summary>One came while the queue was full: the control database is away or too slow.</summary>
    public void QueueFull() => Count("queue_full", 1);

    /// <summary>They were given up: the control database refused them, or did not answer before the process ended.</summary>
    public void Lost(int count) => Count("lost", count);

    /// <summary>One could not be made, by a fault of ours.</summary>
    public void Failed() => Count("failed", 1);

    private void Count(string result, int count) => _entries.Add(count, KeyValuePair.Create("kolaybase.logs.result", (object?)result));
}
