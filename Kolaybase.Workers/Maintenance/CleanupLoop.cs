using Kolaybase.ControlPlane.Logs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Workers.Provisioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kolaybase.Workers.Maintenance;

/// <summary>Runs the clean-up now and then; of several workers, one at a time does it.</summary>
internal sealed partial class CleanupLoop(IServiceScopeFactory scopes, NpgsqlDataSource control, TimeProvider time, ILogger<CleanupLoop> logger) : BackgroundService
{
    /// <summary>Time between two runs of one worker.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    // Any constant, as long as it stays the same.
    private const long Lock = 0x6b6f6c6179_03;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RunOnceAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private Task RunOnceAsync(CancellationToken cancellationToken) => TryAsync(async () =>
    {
        await using var held = await AdvisoryLock.TryTakeAsync(control, Lock, cancellationToken);
        if (held is null)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        // What can't be removed keeps nothing else: logs are the most, and no row keeps a role.
        await TryAsync(async () => Removed(await scope.ServiceProvider.GetRequiredService<Cleanup>().RunAsync(cancellationToken)), cancellationToken);
        await TryAsync(async () => Removed(await scope.ServiceProvider.GetRequiredService<LogPruning>().RunAsync(cancellationToken)), cancellationToken);
        var roles = await scope.ServiceProvider.GetRequiredService<RetiredRoles>().DropAsync(cancellationToken);
        if (roles > 0)
        {
            LogDropped(roles);
        }
    }, cancellationToken);

    private void Removed(int rows)
    {
        if (rows > 0)
        {
            LogRemoved(rows);
        }
    }

    private async Task TryAsync(Func<Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The next run does what this one did not.
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "Removed {Rows} rows that nothing can use any more")]
    private partial void LogRemoved(int rows);

    [LoggerMessage(LogLevel.Information, "Dropped {Roles} retired roles of removed projects")]
    private partial void LogDropped(int roles);

    [LoggerMessage(LogLevel.Warning, "Clean-up failed; it is tried again at the next interval")]
    private partial void LogFailed(Exception exception);
}
