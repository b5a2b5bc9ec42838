using System.Collections.Immutable;
using Kolaybase.Api.Rest.Sql;

namespace Kolaybase.Api.Rest.OpenApi;

/// <summary>
/// Asks the catalogue what the current role may see of a schema. It is asked every time: grants change without any
/// change of the schema.
/// </summary>
internal static class DescriptionSql
{
    // Under an empty search path types and defaults are spelled with their schemas, unless they are PostgreSQL's own.
    private const string Schema = """
        SELECT pg_catalog.obj_description(n.oid, 'pg_namespace'), pg_catalog.set_config('search_path', '', true)
        FROM pg_catalog.pg_namespace n
        WHERE n.nspname = $1
        """;

    private const string Relations = """
        SELECT c.relname, pg_catalog.obj_description(c.oid, 'pg_class'), a.attname,
               CASE WHEN b.typnamespace = 'pg_catalog'::pg_catalog.regnamespace THEN pg_catalog.format_type(b.oid, NULL) ELSE pg_catalog.format_type(a.atttypid, a.atttypmod) END,
               a.attnotnull OR t.typnotnull,
               CASE WHEN a.attidentity <> '' OR a.attgenerated <> '' THEN NULL
                    ELSE coalesce((SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum), t.typdefault) END,
               CASE WHEN b.oid IN (1042, 1043) AND m.mod > 4 THEN m.mod - 4 WHEN b.oid IN (1560, 1562) AND m.mod > 0 THEN m.mod END,
               ARRAY(SELECT e.enumlabel::pg_catalog.text FROM pg_catalog.pg_enum e WHERE e.enumtypid = b.oid ORDER BY e.enumsortorder),
               pg_catalog.col_description(c.oid, a.attnum),
               ARRAY(SELECT k.conname::pg_catalog.text FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conkey = ARRAY[a.attnum])
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            AND pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT, INSERT, UPDATE')
        LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
        CROSS JOIN LATERAL (SELECT CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS mod) AS m
        WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
          AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
          AND (pg_catalog.has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE') OR pg_catalog.has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE'))
        ORDER BY c.relname, a.attnum
        """;

    private const string Routines = """
        SELECT p.proname, pg_catalog.obj_description(p.oid, 'pg_proc'), p.provolatile::pg_catalog.text, p.pronargs - p.pronargdefaults, i.names, i.types, p.provariadic <> 0
        FROM pg_catalog.pg_proc p
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        CROSS JOIN LATERAL (
            SELECT coalesce(pg_catalog.array_agg(coalesce(a.name, '') ORDER BY a.place), '{}') AS names,
                   coalesce(pg_catalog.array_agg(pg_catalog.format_type(a.type, NULL) ORDER BY a.place), '{}') AS types
            FROM ROWS FROM (
                pg_catalog.unnest(coalesce(p.proallargtypes, p.proargtypes::pg_catalog.oid[])), pg_catalog.unnest(p.proargmodes::pg_catalog.text[]), pg_catalog.unnest(p.proargnames)
            ) WITH ORDINALITY AS a(type, mode, name, place)
            WHERE a.type IS NOT NULL AND coalesce(a.mode, 'i') IN ('i', 'b', 'v')) AS i
        WHERE n.nspname = $1 AND p.prokind = 'f' AND p.prorettype NOT IN ('pg_catalog.trigger'::pg_catalog.regtype, 'pg_catalog.event_trigger'::pg_catalog.regtype)
          AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_function_privilege(p.oid, 'EXECUTE')
        ORDER BY p.proname, p.pronargs DESC, p.oid
        """;

    /// <summary>The statements: the schema, its relations with their columns, its functions.</summary>
    public static SqlStatement[] Write(string schema)
    {
        ImmutableArray<SqlParameter> parameters = [new(schema, SqlParameterType.Text)];
        return [new(Schema, parameters), new(Relations, parameters), new(Routines, parameters)];
    }
}
