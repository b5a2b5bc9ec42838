using System.Diagnostics;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;
using Rebus.Bus;
using Rebus.Config;
using Rebus.PostgreSql;
using Rebus.Transport;

namespace Kolaybase.ControlPlane.Jobs;

/// <summary>Enqueues jobs in the caller's own transaction: a job exists exactly when the rows that need it do.</summary>
public sealed class JobQueue : IDisposable
{
    private readonly AmbientConnection _ambient;
    private readonly Lazy<IBus> _bus;
    private readonly JobMetrics _metrics;

    /// <summary>Connects to nothing until the first job.</summary>
    public JobQueue(NpgsqlDataSource control, ILoggerFactory loggers, JobMetrics metrics)
    {
        _metrics = metrics;
        _ambient = new AmbientConnection(control);
        _bus = new(() => Configure.OneWayClient()
            .Logging(l => l.Use(new RebusLoggerFactory(loggers)))
            .Transport(t => t.UsePostgreSqlAsOneWayClient(_ambient, QueuedMessage.Table, schemaName: QueuedMessage.Schema))
            .Serialization(s => s.UseJobTypes(JobTypes.Names))
            .Start());
    }

    /// <summary>Adds a job to the transaction that is open on <paramref name="context"/>; a worker takes it up within moments of the commit.</summary>
    /// <param name="context">Its current transaction carries the job.</param>
    /// <param name="job">One of <see cref="JobTypes"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">No transaction is open on the context.</exception>
    public async Task EnqueueAsync(RegistryContext context, object job, CancellationToken cancellationToken)
    {
        var transaction = context.Database.CurrentTransaction?.GetDbTransaction() as NpgsqlTransaction
            ?? throw new InvalidOperationException("A job is enqueued in the transaction of the rows that need it: begin one on the context first.");
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();

        var kind = JobTypes.NameOf(job.GetType());
        using var activity = JobTelemetry.Send(kind);
        var headers = new Dictionary<string, string>();
        JobTelemetry.Inject(activity ?? Activity.Current, headers);
        if (JobOrigin.RequestId is { } request)
        {
            headers[JobHeaders.RequestId] = request;
        }

        // Made before the ambient connection is set: its first start looks at the table on a connection of its own.
        var bus = _bus.Value;
        using (_ambient.Use(connection, transaction))
        using (var scope = new RebusTransactionScope())
        {
            await bus.Advanced.Routing.Send(JobQueues.Jobs, job, headers);
            await scope.CompleteAsync();
        }

        // Delivered when the transaction commits, dropped when it rolls back.
        await using var notify = new NpgsqlCommand($"notify {JobQueues.Channel}", connection, transaction);
        await notify.ExecuteNonQueryAsync(cancellationToken);
        _metrics.Sent(kind);
    }

    /// <summary>Ends the client.</summary>
    public void Dispose()
    {
        if (_bus.IsValueCreated)
        {
            _bus.Value.Dispose();
        }
    }

    /// <summary>Hands Rebus the caller's connection, which Rebus neither commits nor closes.</summary>
    private sealed class AmbientConnection(NpgsqlDataSource control) : IPostgresConnectionProvider
    {
        private readonly AsyncLocal<PostgresConnection?> _current = new();

        public async Task<PostgresConnection> GetConnection()
        {
            if (_current.Value is { } current)
            {
                return current;
            }

            var connection = await control.OpenConnectionAsync();
            return new PostgresConnection(connection, await connection.BeginTransactionAsync(), managedExternally: false);
        }

        public IDisposable Use(NpgsqlConnection connection, NpgsqlTransaction transaction)
        {
            _current.Value = new PostgresConnection(connection, transaction, managedExternally: true);
            return new Reset(_current);
        }

        private sealed class Reset(AsyncLocal<PostgresConnection?> current) : IDisposable
        {
            public void Dispose() => current.Value = null;
        }
    }
}
