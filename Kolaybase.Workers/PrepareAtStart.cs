using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Databases;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Workers;

/// <summary>
/// Prepares servers and the control database before the other services of the host start. A further server that is away, or can't be used, keeps no worker from the
/// projects of the others: it is tried again in the background.
/// </summary>
internal sealed partial class PrepareAtStart(ControlPlaneStartup startup, TimeProvider time, ILogger<PrepareAtStart> logger) : BackgroundService
{
    /// <summary>From one try to the next.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>How long a start waits for the first tries of further servers: most are there, and then their projects find them prepared.</summary>
    private static readonly TimeSpan FirstTries = TimeSpan.FromSeconds(15);

    private readonly List<TaskCompletionSource> _tried = [];

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await startup.PrepareControlAsync(cancellationToken);
        _tried.AddRange(startup.Others.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
        await base.StartAsync(cancellationToken);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.WhenAll(_tried.Select(t => t.Task)), Task.Delay(FirstTries, time, enough.Token));
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    // One that hangs keeps the others from nothing.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(startup.Others.Select((server, i) => PrepareAsync(server, _tried[i], stoppingToken)));

    private async Task PrepareAsync(string server, TaskCompletionSource tried, CancellationToken stoppingToken)
    {
        var told = "";
        try
        {
            while (await startup.TryPrepareAsync(server, stoppingToken) is { } reason)
            {
                // Once for each reason, not every ten seconds.
                if (reason != told)
                {
                    LogUnprepared(server, reason);
                    told = reason;
                }

                tried.TrySetResult();
                await Task.Delay(Pause, time, stoppingToken);
            }

            if (told.Length > 0)
            {
                LogPrepared(server);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            tried.TrySetResult();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database server {Server} (" + DatabaseServersOptions.Section + ") can't be prepared, and jobs of its projects may fail until it is; it is tried again every 10 seconds: {Reason}")]
    private partial void LogUnprepared(string server, string reason);

    [LoggerMessage(LogLevel.Information, "The database server {Server} is there and prepared")]
    private partial void LogPrepared(string server);
}
