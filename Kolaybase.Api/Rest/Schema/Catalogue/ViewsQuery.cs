namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>Rules of the exposed views and of those they rest on, whatever schema those are in.</summary>
internal static class ViewsQuery
{
    // A rule is kept compressed, about six times smaller. One of more than 256 KiB even so (several thousand columns in
    // subqueries) is left out, and such a view has no key and no ways: it would have to be held in memory as a whole.
    public static readonly CatalogueQuery Query = new(
        """
        WITH RECURSIVE views (oid) AS (
            SELECT c.oid
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ANY ($1) AND c.relkind IN ('v', 'm')
            UNION
            SELECT c.oid
            FROM views
            JOIN pg_catalog.pg_rewrite r ON r.ev_class = views.oid
            JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass
            JOIN pg_catalog.pg_class c ON c.oid = d.refobjid AND c.relkind IN ('v', 'm')
        )
        SELECT r.ev_class, r.ev_action::text
        FROM views
        JOIN pg_catalog.pg_rewrite r ON r.ev_class = views.oid AND r.rulename = '_RETURN'
        WHERE pg_column_size(r.ev_action) <= 262144
        """,
        static (row, facts) => facts.Views[row.GetFieldValue<uint>(0)] = ViewTargets.Read(row.GetString(1)));
}
