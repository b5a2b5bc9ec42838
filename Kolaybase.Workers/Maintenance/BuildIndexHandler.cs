using Kolaybase.ControlPlane.Audit;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kolaybase.Workers.Maintenance;

/// <summary>Builds an index concurrently, logged in as the project's owner. The audit log tells how it ended.</summary>
internal sealed class BuildIndexHandler(RegistryContext context, ProjectDatabases databases, AuditLog audit, NpgsqlDataSource control) : IJobHandler<BuildIndex>
{
    /// <summary>How long a build may take, in milliseconds: it waits for transactions that are older than it.</summary>
    private const int StatementTimeout = 15 * 60_000;

    public async Task RunAsync(BuildIndex job, JobAttempt attempt, CancellationToken cancellationToken)
    {
        // A worker that was taken for dead may still be at it.
        await using var held = await AdvisoryLock.TakeAsync(control, AdvisoryLock.OfProject(job.AuditEntry), cancellationToken);
        var project = await context.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == job.ProjectId && p.Status == ProjectStatus.Active, cancellationToken);
        if (project is null)
        {
            return;
        }

        await using var connection = await databases.OpenOwnerAsync(ProjectRef.From(project).Database, cancellationToken);
        await ExecuteAsync(connection, $"set statement_timeout = {StatementTimeout}; set lock_timeout = 0; set standard_conforming_strings = on", cancellationToken);
        try
        {
            if (await IsValidAsync(connection, job, cancellationToken) is not true)
            {
                await RemoveInvalidAsync(connection, job, cancellationToken);
                await ExecuteAsync(connection, job.Sql, cancellationToken);
            }
        }
        catch (PostgresException e) when (!IsOfTheMoment(e))
        {
            await RemoveInvalidAsync(connection, job, cancellationToken);
            // The database refuses it: its rows occur twice, its table is gone. Another attempt would end the same.
            await audit.EndAsync(job.AuditEntry, AuditOutcome.Failed, ["CREATE INDEX", e.SqlState]);
            return;
        }

        await audit.EndAsync(job.AuditEntry, AuditOutcome.Done, ["CREATE INDEX"]);
    }

    public async Task<GivenUp> GiveUpAsync(BuildIndex job, Exception cause, CancellationToken cancellationToken)
    {
        await audit.EndAsync(job.AuditEntry, AuditOutcome.Failed, ["CREATE INDEX"]);
        return GivenUp.Dropped;
    }

    /// <summary>Deadlocks, a server that goes down: worth another attempt.</summary>
    private static bool IsOfTheMoment(PostgresException e) => e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
        || e.SqlState.StartsWith("53", StringComparison.Ordinal);

    private static async Task<bool?> IsValidAsync(NpgsqlConnection connection, BuildIndex job, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select i.indisvalid from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1::name and c.relname = $2::name", connection);
        command.Parameters.Add(new() { Value = job.Schema });
        command.Parameters.Add(new() { Value = job.Index });
        return await command.ExecuteScalarAsync(cancellationToken) as bool?;
    }

    private static async Task RemoveInvalidAsync(NpgsqlConnection connection, BuildIndex job, CancellationToken cancellationToken)
    {
        if (await IsValidAsync(connection, job, cancellationToken) is false)
        {
            await ExecuteAsync(connection, $"drop index concurrently if exists {SqlText.Identifier(job.Schema)}.{SqlText.Identifier(job.Index)}", cancellationToken);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
