namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>Names of the types that functions take and return.</summary>
internal static class RoutineTypesQuery
{
    // A modifier of -1 says "of any length": without it bpchar and bit would be named as if they had one character.
    public static readonly CatalogueQuery Query = new(
        """
        SELECT t.oid, format_type(t.oid, -1)
        FROM pg_catalog.pg_type t
        WHERE t.oid IN (
            SELECT unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]) || p.prorettype)
            FROM pg_catalog.pg_proc p
            JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = ANY ($1) AND p.prokind = 'f')
        """,
        static (row, facts) => facts.Types.Get(row.GetFieldValue<uint>(0), TypeTable.NoModifier, row, static r => r.GetString(1)));
}
