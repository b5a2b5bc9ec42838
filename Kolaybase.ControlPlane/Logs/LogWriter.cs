using Kolaybase.ControlPlane.Registry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kolaybase.ControlPlane.Logs;

/// <summary>
/// Brings what <see cref="ProjectLog"/> holds to the control database, in batches. While that is away the batch is kept and tried again, the queue
/// fills, and what has no place in it is counted. A batch that was sent once stays as it is: where only the answer to its commit was lost, its rows are
/// there already. On the way out what is left is written, if that takes no longer than <see cref="Patience"/>.
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
    // What is on its way to the database is not cancelled by the stop of the process, only by the end of its patience.
    private readonly CancellationTokenSource _end = new(Timeout.InfiniteTimeSpan, time);
    private bool _sent;
    private bool _failing;
    private long _drained = time.GetTimestamp();

    /// <summary>How entries are written.</summary>
    internal Func<IReadOnlyList<ProjectLogEntry>, CancellationToken, Task> Write { get; init; } = (entries, cancellationToken) => LogTable.WriteAsync(control, entries, cancellationToken);

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (ExecuteTask is not { } running)
        {
            return;
        }

        // From now on, not from when the host's patience ends: that may be long, or over already.
        _end.CancelAfter(Patience);
        await base.StopAsync(cancellationToken);
        await running.WaitAsync(2 * Patience, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (running.IsCompleted)
        {
            // It may not even have begun: what is left is written here, not at its end.
            await FlushAtTheEndAsync();
        }

        CountLost();
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        _end.Dispose();
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
    private async Task FlushAsync(int least, CancellationToken stopping)
    {
        do
        {
            Fill();
        }
        while (_batch.Count > 0 && await WriteAsync() && log.Waiting.Count >= least && !stopping.IsCancellationRequested);
    }

    private async Task FlushAtTheEndAsync()
    {
        try
        {
            await FlushAsync(1, _end.Token);
            if (log.Budget.AnyOmitted)
            {
                // The last batch was full, or had been sent before.
                await FlushAsync(1, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It is counted as lost.
        }
    }

    private void CountLost()
    {
        if (_batch.Count + log.Waiting.Count is > 0 and var left)
        {
            metrics.Lost(left);
            LogLost(left);
        }
    }

    private void Fill()
    {
        if (_sent)
        {
            return;
        }

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

    private async Task<bool> WriteAsync()
    {
        var again = _sent;
        _sent = true;
        try
        {
            try
            {
                await Write(_batch, _end.Token);
            }
            catch (PostgresException e) when (again && e.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                // Only the answer to its commit was lost.
                await WriteMissingAsync();
            }

            Done();
            _failing = false;
            return true;
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal))
        {
            // It would be refused for ever.
            metrics.Lost(_batch.Count);
            LogRefused(_batch.Count, e.SqlState);
            _batch.Clear();
            _sent = false;
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !_end.IsCancellationRequested)
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

    private async Task WriteMissingAsync()
    {
        var known = await LogTable.KnownAsync(control, _batch, _end.Token);
        metrics.Written(_batch.RemoveAll(e => known.Contains(e.Id)));
        if (_batch.Count > 0)
        {
            await Write(_batch, _end.Token);
        }
    }

    private void Done()
    {
        metrics.Written(_batch.Count);
        _batch.Clear();
        _sent = false;
    }

    [LoggerMessage(LogLevel.Warning, "Projects' logs can't be written now ({Fault}); they wait until they can, and are counted where the queue is full")]
    private partial void LogAway(string fault);

    [LoggerMessage(LogLevel.Error, "The control database refused {Count} entries of projects' logs ({SqlState}); they are lost")]
    private partial void LogRefused(int count, string sqlState);

    [LoggerMessage(LogLevel.Warning, "{Count} entries of projects' logs could not be written before the end and are lost")]
    private partial void LogLost(int count);
}
