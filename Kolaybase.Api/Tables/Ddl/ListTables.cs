using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.ControlPlane.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary><c>GET /tables</c>.</summary>
internal static class ListTables
{
    // Even asking for a table's size waits while somebody holds (or waits for) an exclusive lock on it.
    private const string Sql = $"""
        select c.relname::text, c.relkind, c.relrowsecurity, obj_description(c.oid, 'pg_class'),
               case when c.relkind in ('r', 'm') and l.relation is null then pg_relation_size(c.oid) end,
               coalesce(l.relation is null and has_schema_privilege(n.oid, 'USAGE') and has_any_column_privilege(c.oid, 'SELECT'), false),
               c.reltuples::float8
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        left join (
            select distinct relation from pg_locks
            where mode = 'AccessExclusiveLock' and database = (select oid from pg_database where datname = current_database())
        ) l on l.relation = c.oid
        where n.nspname = $2::name and c.relkind in ('r', 'p', 'v', 'm', 'f') and {TableCatalog.Visible}
        order by c.relname
        """;

    /// <summary>Lists the tables and views of a schema; the anon key sees those that role anon may use.</summary>
    public static async Task<Ok<IReadOnlyList<TableEntry>>> HandleAsync(
        ProjectCaller caller,
        ProjectDatabases databases,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var wanted = TableName.SchemaFrom(schema);
        await using var session = await CallerSession.OpenAsync(databases, caller, cancellationToken);
        var tables = await ReadAsync(session, wanted, cancellationToken);
        if (tables.Count == 0)
        {
            var schemas = await TableCatalog.SchemasAsync(session, cancellationToken);
            if (!schemas.Contains(wanted))
            {
                throw TableErrors.SchemaNotFound(wanted, NearestName.Of(wanted, schemas));
            }
        }

        var counts = await RowCounts.OfAsync(session, tables, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<TableEntry>>(
            [.. tables.Zip(counts, (t, c) => new TableEntry(t.Name.Name, t.Name.Schema, c.Rows, c.IsEstimate, t.RlsEnabled, t.Comment, t.Kind))]);
    }

    private static async Task<List<ListedTable>> ReadAsync(CallerSession session, string schema, CancellationToken cancellationToken)
    {
        var tables = new List<ListedTable>();
        await using var reader = await session.QueryAsync(DatabaseSession.Command(Sql, session.SeesEverything, schema), cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            tables.Add(new ListedTable(
                new TableName(schema, reader.GetString(0)),
                TableKinds.FromCatalog(reader.GetChar(1)),
                reader.GetBoolean(2),
                reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetInt64(4),
                reader.GetBoolean(5),
                reader.GetDouble(6)));
        }

        return tables;
    }
}

/// <summary>A table in the list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="RowCount">How many rows the caller would see in it.</param>
/// <param name="RowCountIsEstimate">Whether that is the planner's estimate, because counting would take long.</param>
/// <param name="RlsEnabled">Whether row level security is on.</param>
/// <param name="Comment">Its comment; null when it has none.</param>
/// <param name="Kind">What it is.</param>
public sealed record TableEntry(string Name, string Schema, long RowCount, bool RowCountIsEstimate, bool RlsEnabled, string? Comment, TableKind Kind);

/// <summary>A table as the catalogue lists it, before its rows are counted.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="RlsEnabled">Whether row level security is on.</param>
/// <param name="Comment">Its comment.</param>
/// <param name="Bytes">Size of its main fork; null for what has none (partitioned tables, views) and for a locked one.</param>
/// <param name="Readable">Whether the role may read any of it, and nobody has locked it.</param>
/// <param name="Recorded">Rows at the last analysis; negative when there was none.</param>
internal sealed record ListedTable(TableName Name, TableKind Kind, bool RlsEnabled, string? Comment, long? Bytes, bool Readable, double Recorded);
