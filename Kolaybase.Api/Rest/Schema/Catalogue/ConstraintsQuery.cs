using Npgsql;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>Primary and foreign keys of all tables: a view may show those of a table that is not exposed.</summary>
internal static class ConstraintsQuery
{
    // A partition's foreign keys that come from its parent, and those that stand for one partition of the target, are
    // the parent's over again (conparentid): they would make every way ambiguous.
    public static readonly CatalogueQuery Query = new(
        """
        SELECT k.contype = 'p', k.conrelid, k.conkey, k.confrelid, k.confkey, k.conname,
               k.contype = 'f' AND EXISTS (
                   SELECT FROM pg_catalog.pg_constraint u
                   WHERE u.conrelid = k.conrelid AND u.contype IN ('p', 'u') AND u.conkey @> k.conkey AND u.conkey <@ k.conkey)
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        WHERE c.relpersistence <> 't' AND (k.contype = 'p' OR (k.contype = 'f' AND k.conparentid = 0))
        """,
        Read);

    private static void Read(NpgsqlDataReader row, CatalogueFacts facts)
    {
        var (table, columns) = (row.GetFieldValue<uint>(1), row.GetFieldValue<short[]>(2));
        if (row.GetBoolean(0))
        {
            facts.PrimaryKeys[table] = columns;
        }
        else
        {
            facts.ForeignKeys.Add(new(facts.Shared.Share(row.GetString(5)), table, columns, row.GetFieldValue<uint>(3), row.GetFieldValue<short[]>(4), row.GetBoolean(6)));
        }
    }
}
