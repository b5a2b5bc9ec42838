using Kolaybase.ControlPlane.Registry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kolaybase.ControlPlane.Logs;

/// <summary>
/// Brings what <see cref="ProjectLog"/> holds to the control database, in batches. While that is away the batch is kept and tried again, the queue
/// fills, and what has no place in it is counted. On the way out what is left is written, if that takes no longer than <see cref="Patience"/>.
/// </summary>
public sealed partial class LogWriter(ProjectLog log, NpgsqlDataSource control, LogMetrics metrics, TimeProvider time, ILogger<LogWriter> logger) : BackgroundService
{
    /// <summary>How long entries are gathered.</summary>
    internal static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the end of the process may take.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int MostOfABatch = 5_000;
    private static readonly TimeSpan s_idle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_afterError = TimeSpan.FromSeconds(2);
    private readonly List<ProjectLogEntry> _batch = [];
    private bool _failing;
    private long _drained = time.GetTimestamp();

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // It may not even have begun: what is left is written here, not at its end.
        if (ExecuteTask is { IsCompleted: true })
        {
            using var patience = new CancellationTokenSource(Patience, time);
            await FlushAtTheEndAsync(patience.Token);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (_batch.Count > 0 || log.Budget.AnyOmitted || await log.Waiting.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(_batch.Count > 0 ? s_afterError : Gathering, time, stoppingToken);
                await FlushAsync(MostOfABatch, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // StopAsync does the rest.
        }
    }

    /// <summary>Writes a batch, and more while at least so many entries wait: under load there is always one. Stops where the control database does not take it, and keeps that batch.</summary>
    private async Task FlushAsync(int least, CancellationToken cancellationToken)
    {
        do
        {
            Fill();
        }
        while (_batch.Count > 0 && await WriteAsync(cancellationToken) && log.Waiting.Count >= least);
    }

    private async Task FlushAtTheEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(1, cancellationToken);
            if (log.Budget.AnyOmitted)
            {
                // The last batch was full.
                await FlushAsync(1, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Counted below.
        }

        if (_batch.Count + log.Waiting.Count is > 0 and var left)
        {
            metrics.Lost(left);
            LogLost(left);
        }
    }

    private void Fill()
    {
        var before = _batch.Count;
        while (_batch.Count < MostOfABatch && log.Waiting.TryRead(out var entry))
        {
            _batch.Add(entry);
        }

        // Not while batches are full: an outage must not gather numbers without end. They add up where they are.
        if (_batch.Count < MostOfABatch && (log.Budget.AnyOmitted || time.GetElapsedTime(_drained) > s_idle))
        {
            _drained = time.GetTimestamp();
            var now = time.GetStorableUtcNow();
            _batch.AddRange(log.Budget.Drain().Select(o => new ProjectLogEntry { ProjectId = o.Project, At = now, Kind = LogKind.Omitted, Count = o.Count }));
        }

        foreach (var entry in _batch.Skip(before))
        {
            entry.Id = Guid.CreateVersion7(entry.At);
        }
    }

    private async Task<bool> WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LogTable.WriteAsync(control, _batch, cancellationToken);
            metrics.Written(_batch.Count);
            _batch.Clear();
            _failing = false;
            return true;
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal))
        {
            // It would be refused for ever; or it is there, and only the answer to its commit was lost.
            metrics.Lost(_batch.Count);
            LogRefused(_batch.Count, e.SqlState);
            _batch.Clear();
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Said once, not every two seconds.
            if (!_failing)
            {
                LogAway((e as PostgresException)?.SqlState ?? e.GetType().Name);
                _failing = true;
            }

            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Projects' logs can't be written now ({Fault}); they wait until they can, and are counted where the queue is full")]
    private partial void LogAway(string fault);

    [LoggerMessage(LogLevel.Error, "The control database refused {Count} entries of projects' logs ({SqlState}); they are lost")]
    private partial void LogRefused(int count, string sqlState);

    [LoggerMessage(LogLevel.Warning, "{Count} entries of projects' logs could not be written before the end and are lost")]
    private partial void LogLost(int count);
}
