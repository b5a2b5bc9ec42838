using Npgsql;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>Columns of the row types that functions return, themselves or below a domain, unless they are exposed relations'.</summary>
internal static class CompositesQuery
{
    public static readonly CatalogueQuery Query = new(
        """
        SELECT t.oid, a.attname, a.atttypid, a.atttypmod, format_type(a.atttypid, a.atttypmod)
        FROM pg_catalog.pg_type t
        JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
        JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE t.typtype = 'c' AND (c.relkind = 'c' OR cn.nspname <> ALL ($1)) AND t.oid IN (
            SELECT p.prorettype
            FROM pg_catalog.pg_proc p
            JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = ANY ($1) AND p.prokind = 'f'
            UNION
            SELECT typbasetype FROM pg_catalog.pg_type WHERE typtype = 'd')
        ORDER BY t.oid, a.attnum
        """,
        Read);

    private static void Read(NpgsqlDataReader row, CatalogueFacts facts)
    {
        var type = facts.Types.Get(row.GetFieldValue<uint>(2), row.GetInt32(3), row, static r => r.GetString(4));
        facts.AddComposite(row.GetFieldValue<uint>(0), facts.Shared.Share(new Column(facts.Shared.Share(row.GetString(1)), type)));
    }
}
