using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Callers;
using Kolaybase.Api.Sql.Statements;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Kolaybase.Api.Sql.Migrating;

/// <summary><c>POST /api/sql/migrations</c>.</summary>
internal static class ApplyMigration
{
    /// <summary>
    /// Applies a migration: 201. One that was applied under this name with this text is answered as it was (200), so that a deployment may send all of its migrations
    /// each time; another text is 409. Migrations of a project run one after another.
    /// </summary>
    public static async Task<Results<Created<MigrationAnswer>, Ok<MigrationAnswer>>> HandleAsync(
        ApplyMigrationRequest request, HttpContext context, NamedProjects projects, ProjectDatabases databases, SqlAudit audit, SqlOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var caller = await projects.RequireAsync(context, request.ProjectId);
        var statements = request.Check(options);
        await using var session = await SqlSession.OpenAsync(databases, caller.Project, options, time, cancellationToken);
        var whole = new TextPlace(request.Sql);
        if (await SqlFaults.ExplainAsync(session, whole, () => PrepareAsync(session, request.Name)) is { } before)
        {
            return before.Checksum == request.Checksum
                ? TypedResults.Ok(before)
                : throw new ApiException(
                    StatusCodes.Status409Conflict, ErrorCodes.MigrationChanged, $"A migration of the name \"{request.Name}\" was applied with another text.", $"Its SHA-256 is {before.Checksum}, that of this one {request.Checksum}.", "Leave applied migrations as they are, and write a new one.");
        }

        return TypedResults.Created((string?)null, await audit.NoteAsync(
            AuditNotes.Of(context, caller, "sql.migrate", request.Name), commands => ApplyAsync(session, request, statements, commands, time), cancellationToken));
    }

    private static async Task<MigrationAnswer> ApplyAsync(SqlSession session, ApplyMigrationRequest request, List<SqlStatement> statements, ICollection<string> commands, TimeProvider time)
    {
        var started = time.GetTimestamp();
        if (request.Transaction)
        {
            await session.ExecuteAsync("BEGIN");
        }

        for (var i = 0; i < statements.Count; i++)
        {
            await SqlFaults.ExplainAsync(session, new TextPlace(request.Sql, statements[i], i + 1, statements.Count), () => RunAsync(session, statements[i]));
            commands.Add(statements[i].Name);
        }

        return await SqlFaults.ExplainAsync(session, new TextPlace(request.Sql), async () =>
        {
            var applied = await MigrationTable.AddAsync(session, request.Name, request.Checksum, Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3));
            if (request.Transaction)
            {
                await session.ExecuteAsync("COMMIT");
            }

            return applied;
        });
    }

    private static async Task<MigrationAnswer?> PrepareAsync(SqlSession session, string name)
    {
        try
        {
            await MigrationTable.PrepareAsync(session);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new ApiException(StatusCodes.Status409Conflict, ErrorCodes.MigrationRunning, "Another migration of this project is running.", hint: "Try again when it is done.", inner: e);
        }

        return await MigrationTable.FindAsync(session, name);
    }

    private static async Task<int> RunAsync(SqlSession session, SqlStatement statement)
    {
        await using var command = new NpgsqlCommand(statement.Command, session.Connection) { AllResultTypesAreUnknown = true };
        return await command.ExecuteNonQueryAsync(session.Ended);
    }
}
