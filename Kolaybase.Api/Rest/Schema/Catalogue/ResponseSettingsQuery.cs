using Npgsql;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>
/// Whether anything in the database may set <c>response.status</c> or <c>response.headers</c>: a function whose text speaks of a
/// response or runs text as SQL, or a view or policy that calls <c>set_config</c> itself. Where nothing can, an answer need not ask for
/// them, which would cost every request. Errs on the side of true.
/// </summary>
internal static class ResponseSettingsQuery
{
    public static readonly CatalogueQuery Query = new(
        """
        SELECT $1::text[] IS NOT NULL AND (
          EXISTS (
            SELECT FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
            WHERE p.pronamespace <> ALL (ARRAY[to_regnamespace('pg_catalog'), to_regnamespace('information_schema'), to_regnamespace('auth'), to_regnamespace('kolaybase')]::oid[])
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
              AND (l.lanname NOT IN ('sql', 'plpgsql') OR p.prosrc ~* '(response|execute|set_config)' OR pg_get_function_sqlbody(p.oid) ~* '(response|set_config)'))
          OR EXISTS (
            SELECT FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
            WHERE c.relnamespace <> ALL (ARRAY['pg_catalog'::regnamespace, 'information_schema'::regnamespace]::oid[])
              AND strpos(r.ev_action::text, ':funcid ' || 'pg_catalog.set_config(text,text,boolean)'::regprocedure::oid || ' ') > 0)
          OR EXISTS (
            SELECT FROM pg_policy
            WHERE strpos(coalesce(polqual::text, '') || coalesce(polwithcheck::text, ''), ':funcid ' || 'pg_catalog.set_config(text,text,boolean)'::regprocedure::oid || ' ') > 0)
          OR EXISTS (
            SELECT FROM pg_attrdef
            WHERE strpos(adbin::text, ':funcid ' || 'pg_catalog.set_config(text,text,boolean)'::regprocedure::oid || ' ') > 0))
        """,
        Read);

    private static void Read(NpgsqlDataReader row, CatalogueFacts facts) => facts.SetsResponse = row.GetBoolean(0);
}
