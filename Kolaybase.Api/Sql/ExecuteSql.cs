using System.Text.Json;
using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Callers;
using Kolaybase.Api.Sql.Statements;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Kolaybase.Api.Sql;

/// <summary><c>POST /api/sql/execute</c>.</summary>
internal static class ExecuteSql
{
    /// <summary>Runs a text of SQL as the project's owner and answers what its statements give.</summary>
    public static async Task<Ok<SqlAnswer>> HandleAsync(
        ExecuteSqlRequest request, HttpContext context, NamedProjects projects, ProjectDatabases databases, SqlAudit audit, SqlOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var caller = await projects.RequireAsync(context, request.ProjectId);
        var statements = request.Check(options);
        await using var session = await SqlSession.OpenAsync(databases, caller.Project, options, time, cancellationToken);
        return await audit.NoteAsync(
            AuditNotes.Of(context, caller, "sql.execute", null), async commands => TypedResults.Ok(await RunAsync(session, request, statements, commands, options, time)), cancellationToken);
    }

    private static async Task<SqlAnswer> RunAsync(
        SqlSession session, ExecuteSqlRequest request, List<SqlStatement> statements, ICollection<string> commands, SqlOptions options, TimeProvider time)
    {
        var results = new StatementResults(session, request.PageOf(options), new AnswerRoom(options.AnswerBytes));
        var transactions = new TextTransactions(session, alone: statements.Count == 1);
        var sets = new List<SqlResultSet>(statements.Count);
        var started = time.GetTimestamp();
        for (var i = 0; i < statements.Count; i++)
        {
            var place = new TextPlace(request.Query, statements[i], i + 1, statements.Count);
            sets.Add(await SqlFaults.ExplainAsync(session, place, () => RunAsync(session, results, transactions, place, request.Params)));
            commands.Add(statements[i].Name);
        }

        await SqlFaults.ExplainAsync(session, new TextPlace(request.Query), async () =>
        {
            await transactions.EndAsync();
            return true;
        });
        var last = sets[^1];
        return new SqlAnswer(last.Columns, last.Rows, last.RowCount, Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3), last.Truncated)
        {
            ResultSets = sets.Count > 1 ? sets : null,
            Notices = session.Notices.OrNull,
        };
    }

    private static async Task<SqlResultSet> RunAsync(SqlSession session, StatementResults results, TextTransactions transactions, TextPlace place, IReadOnlyList<JsonElement>? values)
    {
        var statement = place.Statement!;
        await transactions.BeforeAsync(statement);
        await using var command = new NpgsqlCommand(statement.Command, session.Connection);
        if (values is { Count: > 0 })
        {
            await SqlFaults.ExplainAsync(session, place with { Prefix = SqlParameters.Prefix.Length }, async () =>
            {
                await SqlParameters.AddAsync(session, command, values);
                return true;
            });
        }

        var set = await results.RunAsync(command);
        transactions.After(statement);
        return set;
    }
}
