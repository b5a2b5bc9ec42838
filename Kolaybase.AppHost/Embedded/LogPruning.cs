using Kolaybase.Embedded.Postgres;
using Kolaybase.Embedded.Progress;

namespace Kolaybase.AppHost.Embedded;

/// <summary>Keeps PostgreSQL's log small for as long as the stack runs.</summary>
internal sealed class LogPruning : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _pruning;

    /// <summary>Prunes now and every few seconds.</summary>
    public LogPruning(string folder, StartProgress progress, TimeProvider time) => _pruning = Task.Run(() => PruneAsync(folder, progress, time, _stop.Token));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pruning;
        _stop.Dispose();
    }

    private static async Task PruneAsync(string folder, StartProgress progress, TimeProvider time, CancellationToken stop)
    {
        var said = false;
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do
            {
                try
                {
                    PostgresLogs.Prune(folder);
                    said = false;
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // Said once, not every few seconds.
                    if (!said)
                    {
                        progress.Say($"PostgreSQL's old logs can't be removed from {folder}: {exception.Message}");
                        said = true;
                    }
                }
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }
}
