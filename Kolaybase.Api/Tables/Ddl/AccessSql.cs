namespace Kolaybase.Api.Tables.Ddl;

/// <summary>Row level security, grants and policies of a new table.</summary>
internal static class AccessSql
{
    /// <summary>The column that says whose a row is.</summary>
    public const string OwnerColumn = "owner_id";

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
                foreach (var statement in PublicRead(name))
                {
                    yield return statement;
                }

                break;
            case TableAccess.Owner:
                foreach (var statement in Owner(name, OwnerColumn))
                {
                    yield return statement;
                }

                if (!IsIndexed(table))
                {
                    yield return $"CREATE INDEX ON {name} (\"{OwnerColumn}\")";
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Anybody reads.</summary>
    /// <param name="table">The table, quoted.</param>
    public static IEnumerable<string> PublicRead(string table) =>
    [
        $"GRANT SELECT ON TABLE {table} TO anon, authenticated",
        $"CREATE POLICY \"Anybody reads\" ON {table} FOR SELECT TO anon, authenticated USING (true)",
    ];

    /// <summary>Signed-in users read and write the rows whose column has their id.</summary>
    /// <param name="table">The table, quoted.</param>
    /// <param name="column">The column's name.</param>
    public static IEnumerable<string> Owner(string table, string column)
    {
        // The subselect makes PostgreSQL ask once a statement, not once a row.
        var isMine = $"((select auth.uid()) = {Identifier.Quote(column)})";
        return
        [
            $"GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE {table} TO authenticated",
            $"CREATE POLICY \"Owners read\" ON {table} FOR SELECT TO authenticated USING {isMine}",
            $"CREATE POLICY \"Owners insert\" ON {table} FOR INSERT TO authenticated WITH CHECK {isMine}",
            $"CREATE POLICY \"Owners update\" ON {table} FOR UPDATE TO authenticated USING {isMine} WITH CHECK {isMine}",
            $"CREATE POLICY \"Owners delete\" ON {table} FOR DELETE TO authenticated USING {isMine}",
        ];
    }

    /// <summary>A key or unique constraint that begins with the column serves the policies as well as an index.</summary>
    private static bool IsIndexed(TableDefinition table) =>
        table.Columns.First(c => c.Name == OwnerColumn).IsUnique
        || table.Columns.FirstOrDefault(c => c.IsPrimary)?.Name == OwnerColumn;
}
