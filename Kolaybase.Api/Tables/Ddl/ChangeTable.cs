using System.Text.Json;
using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary><c>PATCH /tables/:name</c>.</summary>
internal static class ChangeTable
{
    private const string LookUp = "select c.relrowsecurity, coalesce(obj_description(c.oid, 'pg_class'), ''), obj_description(c.oid, 'pg_class') is null from pg_class c where c.oid = $1";

    /// <summary>Changes what the body names of a table or view, all of it or nothing.</summary>
    public static async Task<Ok<TableAnswer>> HandleAsync(
        HttpContext context,
        string name,
        ChangeTableRequest request,
        ProjectCaller caller,
        SchemaChanges changes,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        request.Check();
        return TypedResults.Ok(await changes.RunAsync(context, caller, "table.change", table.ToString(), (session, token) => RunAsync(session, table, request, token), cancellationToken));
    }

    private static async Task<TableAnswer> RunAsync(OwnerSession session, TableName table, ChangeTableRequest request, CancellationToken cancellationToken)
    {
        var shape = await TableCatalog.RequireAsync(session, table, cancellationToken);
        if (request.RlsEnabled is { } on)
        {
            shape.RequireTable();
            await session.ExecuteAsync($"ALTER TABLE {table.Sql} {(on ? "ENABLE" : "DISABLE")} ROW LEVEL SECURITY", cancellationToken);
        }

        if (request.Comment.ValueKind != JsonValueKind.Undefined)
        {
            await session.ExecuteAsync($"COMMENT ON {Word(shape.Kind)} {table.Sql} IS {Comment.ToSql(request.Comment)}", cancellationToken);
        }

        if (request.Name is { } renamed && renamed != table.Name)
        {
            await session.ExecuteAsync($"ALTER {Word(shape.Kind)} {table.Sql} RENAME TO {Identifier.Quote(renamed)}", cancellationToken);
            table = table with { Name = renamed };
        }

        await using var reader = await session.QueryAsync(DatabaseSession.Command(LookUp, DatabaseSession.Oid(shape.Oid)), cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new TableAnswer(table.Name, table.Schema, TableKinds.FromCatalog(shape.Kind), reader.GetBoolean(0), reader.GetBoolean(2) ? null : reader.GetString(1));
    }

    private static string Word(char kind) => kind switch
    {
        'v' => "VIEW",
        'm' => "MATERIALIZED VIEW",
        'f' => "FOREIGN TABLE",
        _ => "TABLE",
    };
}

/// <summary>A table without its rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Kind">What it is.</param>
/// <param name="RlsEnabled">Whether row level security is on.</param>
/// <param name="Comment">Its comment; null when it has none.</param>
public sealed record TableAnswer(string Name, string Schema, TableKind Kind, bool RlsEnabled, string? Comment);
