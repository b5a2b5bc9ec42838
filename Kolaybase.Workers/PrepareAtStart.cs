using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Databases;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Workers;

/// <summary>
/// Prepares servers and the control database before the other services of the host start. A further server that is away keeps no worker from the projects of the
/// others: it is tried again in the background.
/// </summary>
internal sealed partial class PrepareAtStart(ControlPlaneStartup startup, TimeProvider time, ILogger<PrepareAtStart> logger) : BackgroundService
{
    /// <summary>From one try to the next.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly List<string> _away = [];

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _away.AddRange(await startup.PrepareForWorkAsync(cancellationToken));
        foreach (var server in _away)
        {
            LogAway(server);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (_away.Count > 0)
            {
                await Task.Delay(Pause, time, stoppingToken);
                foreach (var server in _away.ToList())
                {
                    if (await TryAsync(server, stoppingToken))
                    {
                        _away.Remove(server);
                        LogPrepared(server);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<bool> TryAsync(string server, CancellationToken cancellationToken)
    {
        try
        {
            return await startup.TryPrepareServerAsync(server, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // It came back as something that can't be used; its operator may still change that.
            LogUnusable(server, exception);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database server {Server} (" + DatabaseServersOptions.Section + ") can't be reached; its projects wait, it is tried again every 10 seconds")]
    private partial void LogAway(string server);

    [LoggerMessage(LogLevel.Information, "The database server {Server} is there and prepared")]
    private partial void LogPrepared(string server);

    [LoggerMessage(LogLevel.Error, "The database server {Server} can't be prepared; it is tried again in 10 seconds")]
    private partial void LogUnusable(string server, Exception exception);
}
