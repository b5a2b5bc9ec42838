using Kolaybase.Api.Tables.Catalog;

namespace Kolaybase.Api.Tables.ForeignKeys;

/// <summary>Reads a table's foreign keys from the database's catalogue.</summary>
internal static class ForeignKeyCatalog
{
    // A key that points to a partitioned table has a row for each partition, too: those have their parent on the same table.
    // Who does not see the other table, or not both columns, does not learn of it by the key.
    private const string Sql = $"""
        select k.conname::text, a.attname::text, c.relname::text, f.attname::text, k.confdeltype, k.confupdtype, n.nspname::text
        from pg_constraint k
        cross join lateral unnest(k.conkey, k.confkey) with ordinality as u(here, there, place)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.here
        join pg_class c on c.oid = k.confrelid
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute f on f.attrelid = k.confrelid and f.attnum = u.there
        where k.contype = 'f' and k.conrelid = $2
          and not exists (select from pg_constraint p where p.oid = k.conparentid and p.conrelid = k.conrelid)
          and {TableCatalog.Visible}
          and ($1 or not exists (
                select from unnest(k.conkey, k.confkey) as v(here, there)
                where not coalesce(has_column_privilege(k.conrelid, v.here, 'SELECT') and has_column_privilege(k.confrelid, v.there, 'SELECT'), false)))
        order by k.conname, u.place
        """;

    /// <summary>The foreign keys of a table by name, as the session may see them.</summary>
    public static async Task<IReadOnlyList<ForeignKey>> ReadAsync(DatabaseSession session, TableShape table, CancellationToken cancellationToken)
    {
        await using var reader = await session.QueryAsync(DatabaseSession.Command(Sql, session.SeesEverything, DatabaseSession.Oid(table.Oid)), cancellationToken);
        var keys = new List<ForeignKey>();
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(new ForeignKey(
                reader.GetString(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetString(3),
                ForeignKeyActions.FromCatalog(reader.GetChar(4)),
                ForeignKeyActions.FromCatalog(reader.GetChar(5)),
                reader.GetString(6)));
        }

        return keys;
    }
}
