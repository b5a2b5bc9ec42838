using Kolaybase.ControlPlane.Audit;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kolaybase.Workers.Maintenance;

/// <summary>Builds an index concurrently, logged in as the project's owner. The audit log tells how it ended.</summary>
internal sealed class BuildIndexHandler(RegistryContext context, ProjectDatabases databases, AuditLog audit, NpgsqlDataSource control, IndexBuildTurns turns) : IJobHandler<BuildIndex>
{
    /// <summary>How long a build may take, in milliseconds: it waits for transactions that are older than it.</summary>
    private const int StatementTimeout = 15 * 60_000;

    /// <summary>How long an index that came to nothing may take to remove, in milliseconds.</summary>
    private const int RemovalTimeout = 5 * 60_000;

    /// <summary>How long it waits for the lock by which it is removed at once, in milliseconds: others queue behind it.</summary>
    private const int RemovalLockTimeout = 2_000;

    public async Task RunAsync(BuildIndex job, JobAttempt attempt, CancellationToken cancellationToken)
    {
        using var turn = turns.Take(job.ProjectId);
        // A worker that was taken for dead may still be at it.
        await using var held = await AdvisoryLock.TryTakeAsync(control, AdvisoryLock.OfProject(job.AuditEntry), cancellationToken) ?? throw new JobPostponedException(IndexBuildTurns.Pause);
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
        await using (var held = await AdvisoryLock.TryTakeAsync(control, AdvisoryLock.OfProject(job.AuditEntry), cancellationToken))
        {
            if (held is not null)
            {
                await RemoveAfterAllAsync(job, cancellationToken);
            }
        }

        await audit.EndAsync(job.AuditEntry, AuditOutcome.Failed, ["CREATE INDEX"]);
        return GivenUp.Dropped;
    }

    /// <summary>What the attempts have left. A database that can't be reached keeps it: the list of indexes shows it as not valid.</summary>
    private async Task RemoveAfterAllAsync(BuildIndex job, CancellationToken cancellationToken)
    {
        var project = await context.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == job.ProjectId && p.Status == ProjectStatus.Active, cancellationToken);
        if (project is null)
        {
            return;
        }

        try
        {
            await using var connection = await databases.OpenOwnerAsync(ProjectRef.From(project).Database, cancellationToken);
            await ExecuteAsync(connection, "set standard_conforming_strings = on", cancellationToken);
            await RemoveInvalidAsync(connection, job, cancellationToken);
        }
        catch (NpgsqlException)
        {
            // That it came to nothing is what has to be told.
        }
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

    /// <summary>Whether some session is building an index of that name now, which is not valid either until it is done.</summary>
    private static async Task<bool> IsBeingBuiltAsync(NpgsqlConnection connection, BuildIndex job, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select exists (select from pg_stat_progress_create_index p join pg_class c on c.oid = p.index_relid join pg_namespace n on n.oid = c.relnamespace where p.datname = current_database() and n.nspname = $1::name and c.relname = $2::name)", connection);
        command.Parameters.Add(new() { Value = job.Schema });
        command.Parameters.Add(new() { Value = job.Index });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task RemoveInvalidAsync(NpgsqlConnection connection, BuildIndex job, CancellationToken cancellationToken)
    {
        if (await IsValidAsync(connection, job, cancellationToken) is not false || await IsBeingBuiltAsync(connection, job, cancellationToken))
        {
            return;
        }

        var name = $"{SqlText.Identifier(job.Schema)}.{SqlText.Identifier(job.Index)}";
        try
        {
            // At once where the table is free for a moment. Concurrently waits for every older transaction: that may be what the build has waited for in vain.
            await ExecuteAsync(connection, $"set statement_timeout = {RemovalTimeout}; set lock_timeout = {RemovalLockTimeout}; drop index if exists {name}", cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // The three were one transaction, and so its settings are undone, too.
            await ExecuteAsync(connection, $"set statement_timeout = {RemovalTimeout}", cancellationToken);
            await ExecuteAsync(connection, "set lock_timeout = 0", cancellationToken);
            if (await IsValidAsync(connection, job, cancellationToken) is false && !await IsBeingBuiltAsync(connection, job, cancellationToken))
            {
                await ExecuteAsync(connection, $"drop index concurrently if exists {name}", cancellationToken);
            }
        }
        finally
        {
            await ResetAsync(connection, cancellationToken);
        }
    }

    private static async Task ResetAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (connection.State == System.Data.ConnectionState.Open)
        {
            await ExecuteAsync(connection, $"set statement_timeout = {StatementTimeout}; set lock_timeout = 0", cancellationToken);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
