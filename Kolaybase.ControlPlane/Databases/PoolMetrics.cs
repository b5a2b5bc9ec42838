using System.Diagnostics.Metrics;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>How much of the connections to a database server is in use, over all projects: a series for each login would have no bound. Read when somebody asks, so it costs the pools nothing.</summary>
internal static class PoolMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Kolaybase.Databases";

    private const string Pool = "db.client.connection.pool.name";

    /// <summary>Measures what <paramref name="read"/> gives.</summary>
    /// <param name="meters">Makes the meter.</param>
    /// <param name="part">First part of the pools' names.</param>
    /// <param name="read">Each server's name with the use of its pools.</param>
    public static void Watch(IMeterFactory meters, ServicePart? part, Func<IEnumerable<(string Server, PoolUse Use)>> read)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableUpDownCounter<long>("db.client.connection.count", () => Each(u => u.Used, KeyValuePair.Create("db.client.connection.state", (object?)"used")), "{connection}", "Connections in use.");
        meter.CreateObservableUpDownCounter<long>("db.client.connection.max", () => Each(u => u.Max), "{connection}", "Connections that may be in use at once.");
        meter.CreateObservableUpDownCounter<long>("db.client.connection.pending_requests", () => Each(u => u.Waiting), "{request}", "Requests that wait for a connection.");
        meter.CreateObservableCounter<long>("db.client.connection.timeouts", () => Each(u => u.Timeouts), "{timeout}", "Requests that got no connection in time.");

        IEnumerable<Measurement<long>> Each(Func<PoolUse, long> value, KeyValuePair<string, object?>? more = null)
        {
            foreach (var (server, use) in read())
            {
                var pool = KeyValuePair.Create(Pool, (object?)(part is null ? server : $"{part.Name}/{server}"));
                KeyValuePair<string, object?>[] tags = more is { } state ? [pool, state] : [pool];
                yield return new Measurement<long>(value(use), tags);
            }
        }
    }
}

/// <summary>The pools of one server.</summary>
/// <param name="Used">Connections in the hands of callers.</param>
/// <param name="Max">How many there may be.</param>
/// <param name="Waiting">Callers that wait, for their project's turn or the server's.</param>
/// <param name="Timeouts">Callers so far who waited in vain.</param>
internal readonly record struct PoolUse(long Used, long Max, long Waiting, long Timeouts);
