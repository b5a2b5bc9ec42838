using Kolaybase.ControlPlane.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Rebus.Bus;
using Rebus.Config;
using Rebus.PostgreSql;
using Rebus.Retry;
using Rebus.Transport;
using Rebus.Workers.ThreadPoolBased;
using Rebus.Workers.TplBased;

namespace Kolaybase.Workers.Jobs;

/// <summary>Takes jobs from the queue while the host runs. Any number of workers, in any number of processes, share the queue.</summary>
internal sealed class JobWorker(
    IServiceProvider services, NpgsqlDataSource control, JobOptions options, JobSignal signal, JobMetrics metrics, JobLog log, TimeProvider time, ILoggerFactory loggers) : IHostedService
{
    private IBus? _bus;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _bus = Configure.With(new JobActivator(services, options, metrics, log, time))
            .Logging(l => l.Use(new RebusLoggerFactory(loggers)))
            .Transport(t => t.UsePostgreSql(new OwnConnections(control), QueuedMessage.Table, JobQueues.Jobs, schemaName: QueuedMessage.Schema))
            .Serialization(s => s.UseJobTypes(JobTypes.Names))
            .Options(o =>
            {
                // Task-based: one loop each, so that a free one takes the next job at once.
                o.UseTplToReceiveMessages();
                o.SetNumberOfWorkers(options.Parallelism);
                o.SetMaxParallelism(options.Parallelism);
                o.SetWorkerShutdownTimeout(options.StopTimeout);
                o.Register<IBackoffStrategy>(_ => new SignalledBackoff(signal, time));
                o.Register<IRetryStrategy>(c => new JobRetryStep(c.Get<ITransport>(), options, time, loggers.CreateLogger<JobRetryStep>(), c.Get<CancellationToken>()));
            })
            .Start();
        return Task.CompletedTask;
    }

    // Disposing waits for running jobs; that blocks, hence the thread.
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(() => _bus?.Dispose(), CancellationToken.None);

    /// <summary>The transaction that takes a job lasts as long as the job runs: when the process dies, PostgreSQL rolls it back and the job is there again.</summary>
    private sealed class OwnConnections(NpgsqlDataSource control) : IPostgresConnectionProvider
    {
        public async Task<PostgresConnection> GetConnection()
        {
            var connection = await control.OpenConnectionAsync();
            try
            {
                return new PostgresConnection(connection, await connection.BeginTransactionAsync(), managedExternally: false);
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
    }
}
