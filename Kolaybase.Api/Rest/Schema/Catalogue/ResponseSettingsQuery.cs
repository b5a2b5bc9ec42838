namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>
/// Whether anything in the database may set <c>response.status</c> or <c>response.headers</c>: a function whose text speaks of a
/// response, runs text as SQL or sets what it is told to, or an expression that calls <c>set_config</c> itself. Where nothing can, an
/// answer need not ask for them, which would cost every request. Errs on the side of true. Functions of extensions and our own are known not to.
/// </summary>
internal static class ResponseSettingsQuery
{
    // Parsed expressions name functions by number (set_config: pg_proc.dat), which is fixed; pg_depend does not
    // record PostgreSQL's own. EXISTS ends at the first that is found, and the cheapest come first.
    public static readonly CatalogueQuery Query = new(
        """
        SELECT EXISTS (
            SELECT FROM pg_catalog.pg_proc p
            JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            JOIN pg_catalog.pg_language l ON l.oid = p.prolang
            WHERE p.oid >= 16384 AND n.nspname <> 'kolaybase'
              AND (l.lanname NOT IN ('sql', 'plpgsql') OR p.prosrc ~* 'response|execute|set_config' OR strpos(p.prosqlbody::text, ':funcid 2078 ') > 0)
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'))
        OR EXISTS (SELECT FROM pg_catalog.pg_aggregate WHERE 2078 IN (aggtransfn, aggfinalfn))
        OR EXISTS (SELECT FROM pg_catalog.pg_policy WHERE strpos(polqual::text, ':funcid 2078 ') > 0 OR strpos(polwithcheck::text, ':funcid 2078 ') > 0)
        OR EXISTS (SELECT FROM pg_catalog.pg_attrdef WHERE strpos(adbin::text, ':funcid 2078 ') > 0)
        OR EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE strpos(conbin::text, ':funcid 2078 ') > 0)
        OR EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE strpos(tgqual::text, ':funcid 2078 ') > 0)
        OR EXISTS (SELECT FROM pg_catalog.pg_type WHERE strpos(typdefaultbin::text, ':funcid 2078 ') > 0)
        OR EXISTS (SELECT FROM pg_catalog.pg_rewrite WHERE ev_class >= 16384 AND (pg_column_size(ev_action) > 262144 OR strpos(ev_action::text, ':funcid 2078 ') > 0))
        """,
        static (row, facts) => facts.SetsResponse = row.GetBoolean(0));
}
