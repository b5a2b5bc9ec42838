using Npgsql;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>Columns of the exposed relations.</summary>
internal static class ColumnsQuery
{
    // A default holds no columns, so pg_get_expr needs no relation, which it would lock.
    public static readonly CatalogueQuery Query = new(
        """
        SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text, a.attgenerated::text,
               CASE WHEN a.atthasdef AND a.attgenerated = '' THEN pg_get_expr(d.adbin, 0) END
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
        LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attrelid, a.attnum
        """,
        Read);

    private static void Read(NpgsqlDataReader row, CatalogueFacts facts)
    {
        if (facts.Relations.TryGetValue(row.GetFieldValue<uint>(0), out var relation))
        {
            relation.Numbers.Add(row.GetInt16(1));
            relation.Columns.Add(facts.Shared.Share(ReadColumn(row, facts)));
        }
    }

    private static Column ReadColumn(NpgsqlDataReader row, CatalogueFacts facts)
    {
        var type = facts.Types.Get(row.GetFieldValue<uint>(3), row.GetInt32(4), row, static r => r.GetString(5));
        var domain = facts.Types.Domain(type.Oid);
        var generation = (row.GetString(7), row.GetString(8)) switch
        {
            ("a", _) => ColumnGeneration.IdentityAlways,
            ("d", _) => ColumnGeneration.IdentityByDefault,
            (_, not "") => ColumnGeneration.Generated,
            _ => ColumnGeneration.None,
        };
        var value = generation != ColumnGeneration.None ? null : row.IsDBNull(9) ? domain?.Default : facts.Shared.Share(row.GetString(9));
        return new(
            facts.Shared.Share(row.GetString(2)),
            type,
            Nullable: !row.GetBoolean(6) && domain is not { NotNull: true },
            HasDefault: value is not null || generation != ColumnGeneration.None,
            generation,
            value);
    }
}
