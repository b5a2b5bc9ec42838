using Npgsql;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>Tables and views of the exposed schemas, without their columns.</summary>
internal static class RelationsQuery
{
    // 28 is Writes.All. pg_relation_is_updatable locks the view, so nothing is asked that is known.
    public static readonly CatalogueQuery Query = new(
        """
        SELECT c.oid, n.nspname, c.relname, c.relkind::text, c.reltype,
               CASE WHEN c.relkind IN ('r', 'p') THEN 28 WHEN c.relkind = 'm' THEN 0 ELSE pg_relation_is_updatable(c.oid, true) END
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        ORDER BY c.oid
        """,
        Read);

    private static void Read(NpgsqlDataReader row, CatalogueFacts facts)
    {
        var name = new QualifiedName(facts.Shared.Share(row.GetString(1)), facts.Shared.Share(row.GetString(2)));
        var relation = new RelationFacts(row.GetFieldValue<uint>(0), name, Kind(row.GetString(3)), row.GetFieldValue<uint>(4), (Writes)row.GetInt32(5) & Writes.All);
        facts.Relations.Add(relation.Oid, relation);
    }

    private static RelationKind Kind(string relkind) => relkind switch
    {
        "v" => RelationKind.View,
        "m" => RelationKind.MaterializedView,
        "f" => RelationKind.ForeignTable,
        _ => RelationKind.Table,
    };
}
