using Npgsql;

namespace Kolaybase.Api.Types.Catalogue;

/// <summary>Reads tables and views with their columns and foreign keys.</summary>
internal static class RelationsQuery
{
    // 8 and 4 are INSERT and UPDATE of pg_relation_is_updatable. Partitions are left out, as clients use the table that they are parts of.
    private const string Columns = """
        select n.nspname::text, c.relname::text, c.relkind in ('v', 'm'),
               u.events & 8 <> 0, u.events & 4 <> 0, obj_description(c.oid, 'pg_class'),
               a.attname::text, a.atttypid,
               c.relkind in ('v', 'm') or not (a.attnotnull or t.typtype = 'd' and t.typnotnull),
               a.atthasdef or a.attidentity <> '' or t.typtype = 'd' and t.typdefault is not null,
               a.attgenerated = '' and a.attidentity <> 'a' and (c.relkind in ('r', 'p') or u.events & 12 <> 0 and pg_column_is_updatable(c.oid, a.attnum, true))
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        cross join lateral (select case when c.relkind in ('r', 'p') then 28 when c.relkind = 'm' then 0 else pg_relation_is_updatable(c.oid, true) end as events) u
        left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_type t on t.oid = a.atttypid
        where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
        order by array_position($1, n.nspname::text), c.relname, a.attnum
        """;

    // A key that points to a partitioned table has a row for each partition, too.
    private const string Keys = """
        select n.nspname::text, c.relname::text, k.conname::text, f.relname::text,
               (select array_agg(a.attname::text order by u.place) from unnest(k.conkey) with ordinality u(number, place) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number),
               (select array_agg(a.attname::text order by u.place) from unnest(k.confkey) with ordinality u(number, place) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.number),
               exists (select from pg_index i
                       where i.indrelid = k.conrelid and i.indisunique and i.indisvalid and i.indpred is null and i.indnkeyatts = array_length(k.conkey, 1)
                         and not exists (select from unnest(i.indkey::int2[]) with ordinality x(number, place) where x.place <= i.indnkeyatts and x.number <> all (k.conkey)))
        from pg_constraint k
        join pg_class c on c.oid = k.conrelid
        join pg_namespace n on n.oid = c.relnamespace
        join pg_class f on f.oid = k.confrelid and f.relnamespace = c.relnamespace
        where k.contype = 'f' and n.nspname = any ($1) and not c.relispartition
          and not exists (select from pg_constraint p where p.oid = k.conparentid and p.conrelid = k.conrelid)
        order by c.relname, k.conname
        """;

    /// <summary>The relations by schema.</summary>
    public static async Task<ILookup<string, ClientRelation>> ReadAsync(CatalogueSession session, string[] schemas, Func<uint, ClientType> type, CancellationToken cancellationToken)
    {
        var keys = new Dictionary<(string, string), List<ClientRelationship>>();
        await session.ReadAsync(
            Keys,
            r =>
            {
                var table = (r.GetString(0), r.GetString(1));
                if (!keys.TryGetValue(table, out var list))
                {
                    keys[table] = list = [];
                }

                list.Add(new ClientRelationship(r.GetString(2), r.GetFieldValue<string[]>(4), r.GetBoolean(6), r.GetString(3), r.GetFieldValue<string[]>(5)));
            },
            cancellationToken,
            [schemas]);

        var relations = new List<(string Schema, ClientRelation Relation)>();
        var columns = new List<ClientColumn>();
        await session.ReadAsync(
            Columns,
            r =>
            {
                var (schema, name) = (r.GetString(0), r.GetString(1));
                if (relations.Count == 0 || relations[^1].Schema != schema || relations[^1].Relation.Name != name)
                {
                    columns = [];
                    relations.Add((schema, new ClientRelation(
                        name, r.GetBoolean(2), r.GetBoolean(3), r.GetBoolean(4), columns, keys.GetValueOrDefault((schema, name), []), r.IsDBNull(5) ? null : r.GetString(5))));
                }

                if (!r.IsDBNull(6))
                {
                    columns.Add(ReadColumn(r, type));
                }
            },
            cancellationToken,
            [schemas]);
        return relations.ToLookup(r => r.Schema, r => r.Relation, StringComparer.Ordinal);
    }

    private static ClientColumn ReadColumn(NpgsqlDataReader r, Func<uint, ClientType> type)
    {
        var nullable = r.GetBoolean(8);
        return new(r.GetString(6), type(r.GetFieldValue<uint>(7)), nullable, nullable || r.GetBoolean(9), r.GetBoolean(10));
    }
}
