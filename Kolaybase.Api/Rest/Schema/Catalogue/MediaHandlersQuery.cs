using Npgsql;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>Functions and aggregates of the exposed schemas that return a domain named like a media type; and PostGIS's function that makes a GeoJSON feature of a row, wherever it is.</summary>
internal static class MediaHandlersQuery
{
    public static readonly CatalogueQuery Query = new(
        """
        SELECT * FROM (SELECT lower(d.typname), n.nspname, p.proname, p.prokind = 'a', p.proargtypes[0], d.typbasetype
        FROM pg_catalog.pg_type d
        JOIN pg_catalog.pg_proc p ON p.prorettype = d.oid
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE d.typtype = 'd' AND (d.typname = '*/*' OR d.typname ~* '^[a-z0-9.-]+/[a-z0-9.+-]+$') AND n.nspname = ANY ($1)
          AND ((p.prokind = 'a' AND p.pronargs = 1) OR (p.prokind = 'f' AND NOT p.proretset))
        ORDER BY array_position($1, n.nspname::text), d.oid, p.oid) AS own
        UNION ALL
        SELECT 'application/geo+json', n.nspname, p.proname, false, 0, p.prorettype
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE p.proname = 'st_asgeojson' AND p.proargtypes[0] = 'record'::regtype
        """,
        Read);

    private static void Read(NpgsqlDataReader row, CatalogueFacts facts) => facts.MediaHandlers.Add(new(
        row.GetString(0),
        new(facts.Shared.Share(row.GetString(1)), row.GetString(2)),
        row.GetBoolean(3),
        row.IsDBNull(4) ? 0 : row.GetFieldValue<uint>(4),
        row.GetFieldValue<uint>(5)));
}
