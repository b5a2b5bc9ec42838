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
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Servers that are not prepared, and the last reason that was told for each.</summary>
    private readonly Dictionary<string, string> _unprepared = new(StringComparer.Ordinal);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (server, reason) in await startup.PrepareForWorkAsync(cancellationToken))
        {
            Tell(server, reason);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (_unprepared.Count > 0)
            {
                await Task.Delay(Pause, time, stoppingToken);
                foreach (var server in _unprepared.Keys.ToList())
                {
                    if (await startup.TryPrepareAsync(server, stoppingToken) is { } reason)
                    {
                        Tell(server, reason);
                    }
                    else
                    {
                        _unprepared.Remove(server);
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

    // Once for each reason, not every ten seconds.
    private void Tell(string server, string reason)
    {
        if (_unprepared.GetValueOrDefault(server) != reason)
        {
            LogUnprepared(server, reason);
        }

        _unprepared[server] = reason;
    }

    [LoggerMessage(LogLevel.Warning, "The database server {Server} (" + DatabaseServersOptions.Section + ") can't be prepared, and jobs of its projects may fail until it is; it is tried again every 10 seconds: {Reason}")]
    private partial void LogUnprepared(string server, string reason);

    [LoggerMessage(LogLevel.Information, "The database server {Server} is there and prepared")]
    private partial void LogPrepared(string server);
}
