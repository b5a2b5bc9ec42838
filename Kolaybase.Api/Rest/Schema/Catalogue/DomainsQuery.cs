using Npgsql;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>All domains: any schema's may be a column's type.</summary>
internal static class DomainsQuery
{
    public static readonly CatalogueQuery Query = new(
        """
        SELECT oid, typbasetype, typnotnull, pg_get_expr(typdefaultbin, 0)
        FROM pg_catalog.pg_type
        WHERE typtype = 'd'
        """,
        Read);

    private static void Read(NpgsqlDataReader row, CatalogueFacts facts) => facts.Types.AddDomain(
        row.GetFieldValue<uint>(0),
        new(row.GetFieldValue<uint>(1), row.GetBoolean(2), row.IsDBNull(3) ? null : row.GetString(3)));
}
