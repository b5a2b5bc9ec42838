using Kolaybase.ControlPlane.Databases;
using Kolaybase.Workers.Provisioning;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kolaybase.Workers.Maintenance;

/// <summary>Sends the watchdog to every database server again and again. Several workers may do so: what one has ended the others do not find.</summary>
internal sealed partial class WatchdogLoop(
    SessionWatchdog watchdog, LoginLimits limits, WatchdogOptions options, IOptions<DatabaseServersOptions> servers, TimeProvider time, ILogger<WatchdogLoop> logger) : BackgroundService
{
    private readonly HashSet<string> _limited = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.IntervalSeconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var server in servers.Value.Keys)
                {
                    await LookAsync(server, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task LookAsync(string server, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var ended in await watchdog.RunAsync(server, cancellationToken))
            {
                LogEnded(ended.Login, ended.Database, server, ended.Reason);
            }

            // Once a server and start; last, so that a session which keeps it from ending is ended itself.
            if (!_limited.Contains(server))
            {
                var changed = await limits.EnsureAsync(server, cancellationToken);
                _limited.Add(server);
                LogLimited(changed, server);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: the other servers have nothing to do with it, and the next look comes.
            LogUnreachable(exception, server);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A session of {Login} in {Database} on the database server {Server} was ended: over the limit for {Reason} (Kolaybase:Watchdog)")]
    private partial void LogEnded(string login, string database, string server, string reason);

    [LoggerMessage(LogLevel.Information, "{Count} logins of projects on the database server {Server} were brought to the limits of this version")]
    private partial void LogLimited(int count, string server);

    [LoggerMessage(LogLevel.Warning, "Sessions of the database server {Server} were not looked at; the next look does")]
    private partial void LogUnreachable(Exception exception, string server);
}
