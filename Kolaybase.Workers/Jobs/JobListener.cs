using Kolaybase.ControlPlane.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kolaybase.Workers.Jobs;

/// <summary>Listens for announced jobs on a connection of its own. While that is broken, polling does: jobs are late by the poll interval, never lost.</summary>
internal sealed partial class JobListener(NpgsqlDataSource control, JobSignal signal, TimeProvider time, ILogger<JobListener> logger) : BackgroundService
{
    private static readonly TimeSpan AfterError = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it is: an exception that left here would stop the worker.
                LogBroken(exception);
                await Task.Delay(AfterError, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await control.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, _) => signal.Set();
        await using (var listen = new NpgsqlCommand($"listen {JobQueues.Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        // What was announced before we listened.
        signal.Set();
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Lost the connection that announces jobs; polling until it is back")]
    private partial void LogBroken(Exception exception);
}
