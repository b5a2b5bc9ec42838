using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Audit;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kolaybase.Api.Tables.Indexes;

/// <summary>Has an index built by a job while rows are read and written.</summary>
internal sealed class ConcurrentIndexes(ProjectDatabases databases, AuditLog audit, JobQueue jobs, IDbContextFactory<RegistryContext> contexts)
{
    /// <summary>Enqueues the job; the audit log has its end.</summary>
    /// <exception cref="ApiException">404, 400 or 409 for what can be seen before it begins.</exception>
    public async Task<IndexBuild> EnqueueAsync(HttpContext context, ProjectCaller caller, TableName table, CreateIndexRequest request, CancellationToken cancellationToken)
    {
        caller.RequireWriter();
        var name = await LookAsync(caller, table, request, cancellationToken);
        var entry = await audit.BeginOrRefuseAsync(AuditNotes.Of(context, caller, "index.create", table.Of(name)), cancellationToken);
        try
        {
            await using var registry = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await registry.Database.BeginTransactionAsync(cancellationToken);
            await jobs.EnqueueAsync(registry, new BuildIndex(caller.Project.Id, table.Schema, name, request.ToSql(table, name, concurrently: true), entry), cancellationToken);
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (NpgsqlException e)
        {
            await audit.EndAsync(entry, AuditOutcome.Failed);
            throw new ApiException(StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The server can't reach its own database now; nothing was changed.", hint: "Try again after the seconds that Retry-After names.", inner: e) { RetryAfterSeconds = 2 };
        }

        return new IndexBuild(name, entry);
    }

    /// <summary>Names of indexes of the table that jobs have yet to build.</summary>
    private async Task<IEnumerable<string>> WaitingAsync(ProjectCaller caller, TableName table, CancellationToken cancellationToken)
    {
        var prefix = table.Of("");
        await using var registry = await contexts.CreateDbContextAsync(cancellationToken);
        var subjects = await registry.AuditEntries
            .Where(e => e.ProjectId == caller.Project.Id && e.Action == "index.create" && e.Outcome == AuditOutcome.Pending && e.Subject!.StartsWith(prefix))
            .Select(e => e.Subject!)
            .ToListAsync(cancellationToken);
        return subjects.Select(s => s[prefix.Length..]);
    }

    private async Task<string> LookAsync(ProjectCaller caller, TableName table, CreateIndexRequest request, CancellationToken cancellationToken)
    {
        await using var session = await CallerSession.OpenAsync(databases, caller, cancellationToken);
        var shape = await CreateIndex.CheckAsync(session, table, request, cancellationToken);
        if (shape.Kind == 'p')
        {
            throw new ApiException(StatusCodes.Status400BadRequest, PostgresErrorCodes.WrongObjectType, $"\"{table.Name}\" is partitioned, and PostgreSQL builds no index on all parts at once.", hint: "Leave out concurrently, or build the index on each part.");
        }

        var taken = await IndexCatalog.TakenAsync(session, table.Schema, cancellationToken);
        taken.AddRange(await WaitingAsync(caller, table, cancellationToken));
        return request.Name is not { } wanted
            ? CreateIndex.NameOf(table, request.Columns, taken)
            : taken.Contains(wanted)
                ? throw new ApiException(StatusCodes.Status409Conflict, PostgresErrorCodes.DuplicateTable, $"relation \"{wanted}\" already exists")
                : wanted;
    }
}

/// <summary>An index that a job builds.</summary>
/// <param name="Name">Its name; it is in the list, not valid yet, once the job has begun.</param>
/// <param name="ActivityId">The entry of the project's activity that tells how it ended.</param>
public sealed record IndexBuild(string Name, Guid ActivityId);
