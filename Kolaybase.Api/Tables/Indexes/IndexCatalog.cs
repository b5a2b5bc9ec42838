using Kolaybase.Api.Tables.Catalog;

namespace Kolaybase.Api.Tables.Indexes;

/// <summary>Reads a table's indexes from the database's catalogue.</summary>
internal static class IndexCatalog
{
    private const string Sql = """
        select c.relname::text,
               (select coalesce(array_agg(pg_get_indexdef(i.indexrelid, g, true) order by g), '{}') from generate_series(1, i.indnkeyatts::int) g),
               m.amname::text, i.indisunique, i.indisprimary, k.conname::text, pg_get_expr(i.indpred, i.indrelid), i.indisvalid, pg_get_indexdef(i.indexrelid)
        from pg_index i
        join pg_class c on c.oid = i.indexrelid
        join pg_am m on m.oid = c.relam
        left join pg_constraint k on k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x')
        where i.indrelid = $1
        order by c.relname
        """;

    /// <summary>The indexes of a table by name.</summary>
    public static async Task<IReadOnlyList<TableIndex>> ReadAsync(DatabaseSession session, TableShape table, CancellationToken cancellationToken)
    {
        await using var reader = await session.QueryAsync(DatabaseSession.Command(Sql, DatabaseSession.Oid(table.Oid)), cancellationToken);
        var indexes = new List<TableIndex>();
        while (await reader.ReadAsync(cancellationToken))
        {
            indexes.Add(new TableIndex(
                reader.GetString(0),
                reader.GetFieldValue<string[]>(1),
                reader.GetString(2),
                reader.GetBoolean(3),
                reader.GetBoolean(4),
                reader.IsDBNull(5) ? null : reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetString(6),
                reader.GetBoolean(7),
                reader.GetString(8)));
        }

        return indexes;
    }

    /// <summary>All names of a schema that an index can't have.</summary>
    public static Task<List<string>> TakenAsync(DatabaseSession session, string schema, CancellationToken cancellationToken) => session.ColumnAsync<string>(
        DatabaseSession.Command("select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1::name", schema), cancellationToken);

    /// <summary>The index of that name.</summary>
    /// <exception cref="Http.ApiException">404 with the nearest name as a hint.</exception>
    public static async Task<TableIndex> RequireAsync(DatabaseSession session, TableShape table, string name, CancellationToken cancellationToken)
    {
        var indexes = await ReadAsync(session, table, cancellationToken);
        return indexes.FirstOrDefault(i => i.Name == name) ?? throw TableErrors.PartNotFound(table.Name, "index", name, indexes.Select(i => i.Name));
    }
}
