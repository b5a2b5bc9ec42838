using Npgsql;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>Domain representations: implicit casts by function between a domain and <c>json</c> or <c>text</c>.</summary>
internal static class RepresentationsQuery
{
    public static readonly CatalogueQuery Query = new(
        """
        SELECT d.oid, c.castsource, c.casttarget, n.nspname, p.proname
        FROM pg_catalog.pg_cast c
        JOIN pg_catalog.pg_type d ON d.oid IN (c.castsource, c.casttarget) AND d.typtype = 'd'
        JOIN pg_catalog.pg_proc p ON p.oid = c.castfunc
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE c.castmethod = 'f' AND c.castcontext = 'i'
        """,
        Read);

    private static void Read(NpgsqlDataReader row, CatalogueFacts facts)
    {
        var (oid, source, target) = (row.GetFieldValue<uint>(0), row.GetFieldValue<uint>(1), row.GetFieldValue<uint>(2));
        if (facts.Types.Domain(oid) is not { } domain)
        {
            return;
        }

        var function = new QualifiedName(row.GetString(3), row.GetString(4));
        var known = domain.Representation ?? new(null, null, null);
        var representation = (source, target) switch
        {
            (_, TypeOids.Json) when source == oid => known with { ToJson = function },
            (TypeOids.Json, _) when target == oid => known with { FromJson = function },
            (TypeOids.Text, _) when target == oid => known with { FromText = function },
            _ => domain.Representation,
        };
        facts.Types.AddDomain(oid, domain with { Representation = representation });
    }
}
