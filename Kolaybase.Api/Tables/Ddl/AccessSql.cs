namespace Kolaybase.Api.Tables.Ddl;

/// <summary>Row level security, grants and policies of a new table.</summary>
internal static class AccessSql
{
    /// <summary>The column that says whose a row is.</summary>
    public const string OwnerColumn = "owner_id";

    // The subselect makes PostgreSQL ask once a statement, not once a row.
    private const string IsMine = $"((select auth.uid()) = \"{OwnerColumn}\")";

    /// <summary>The statements, in order, for a table that was just made.</summary>
    /// <remarks>
    /// What default privileges may have given to others is taken back first, so that a table is what
    /// its <c>access</c> says whatever else was set up in the database.
    /// </remarks>
    public static IEnumerable<string> For(TableDefinition table)
    {
        var name = table.Name.Sql;
        if (table.EnableRls)
        {
            yield return $"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY";
        }

        yield return $"REVOKE ALL ON TABLE {name} FROM PUBLIC, anon, authenticated";
        yield return $"GRANT ALL ON TABLE {name} TO service_role";

        switch (table.Access)
        {
            case TableAccess.PublicRead:
                yield return $"GRANT SELECT ON TABLE {name} TO anon, authenticated";
                yield return $"CREATE POLICY \"Anybody reads\" ON {name} FOR SELECT TO anon, authenticated USING (true)";
                break;
            case TableAccess.Owner:
                yield return $"GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE {name} TO authenticated";
                yield return $"CREATE POLICY \"Owners read\" ON {name} FOR SELECT TO authenticated USING {IsMine}";
                yield return $"CREATE POLICY \"Owners insert\" ON {name} FOR INSERT TO authenticated WITH CHECK {IsMine}";
                yield return $"CREATE POLICY \"Owners update\" ON {name} FOR UPDATE TO authenticated USING {IsMine} WITH CHECK {IsMine}";
                yield return $"CREATE POLICY \"Owners delete\" ON {name} FOR DELETE TO authenticated USING {IsMine}";
                if (!IsIndexed(table))
                {
                    yield return $"CREATE INDEX ON {name} (\"{OwnerColumn}\")";
                }

                break;
            default:
                break;
        }
    }

    /// <summary>A key or unique constraint that begins with the column serves the policies as well as an index.</summary>
    private static bool IsIndexed(TableDefinition table) =>
        table.Columns.First(c => c.Name == OwnerColumn).IsUnique
        || table.Columns.FirstOrDefault(c => c.IsPrimary)?.Name == OwnerColumn;
}
