using Kolaybase.Api.Tables;
using Kolaybase.Api.Tables.Ddl;

namespace Kolaybase.Tests.Tables.Ddl;

public class AccessSqlTests
{
    private static readonly TableName Name = new("public", "t");
    private static readonly ColumnDefinition Id = new("id", new("uuid"), IsPrimary: true);
    private static readonly ColumnDefinition Owner = new("owner_id", new("uuid"));

    [Fact]
    public void Private_gives_nobody_but_the_service_role_anything() =>
        Assert.Equal(
            [
                "ALTER TABLE \"public\".\"t\" ENABLE ROW LEVEL SECURITY",
                "REVOKE ALL ON TABLE \"public\".\"t\" FROM PUBLIC, anon, authenticated",
                "GRANT ALL ON TABLE \"public\".\"t\" TO service_role",
            ],
            AccessSql.For(new TableDefinition(Name, [Id], true, TableAccess.Private)));

    [Fact]
    public void Public_read_lets_anybody_read_and_nobody_write()
    {
        var sql = AccessSql.For(new TableDefinition(Name, [Id], true, TableAccess.PublicRead)).Skip(3);
        Assert.Equal(
            [
                "GRANT SELECT ON TABLE \"public\".\"t\" TO anon, authenticated",
                "CREATE POLICY \"Anybody reads\" ON \"public\".\"t\" FOR SELECT TO anon, authenticated USING (true)",
            ],
            sql);
    }

    [Fact]
    public void Owner_gives_signed_in_users_their_own_rows()
    {
        var sql = AccessSql.For(new TableDefinition(Name, [Id, Owner], true, TableAccess.Owner)).ToList();
        Assert.DoesNotContain(sql, s => s.StartsWith("GRANT", StringComparison.Ordinal) && s.Contains("anon", StringComparison.Ordinal));
        Assert.Equal(4, sql.Count(s => s.StartsWith("CREATE POLICY", StringComparison.Ordinal) && s.Contains("((select auth.uid()) = \"owner_id\")", StringComparison.Ordinal)));
        Assert.Contains(sql, s => s.Contains("FOR UPDATE", StringComparison.Ordinal) && s.Contains(" USING ", StringComparison.Ordinal) && s.Contains(" WITH CHECK ", StringComparison.Ordinal));
        Assert.Equal("CREATE INDEX ON \"public\".\"t\" (\"owner_id\")", sql[^1]);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_column_that_has_an_index_of_its_own_gets_no_second_one(bool isPrimary, bool isUnique) =>
        Assert.DoesNotContain(
            AccessSql.For(new TableDefinition(Name, [Owner with { IsPrimary = isPrimary, IsUnique = isUnique }], true, TableAccess.Owner)),
            s => s.StartsWith("CREATE INDEX", StringComparison.Ordinal));

    [Fact]
    public void Row_level_security_stays_off_when_asked() =>
        Assert.DoesNotContain(
            AccessSql.For(new TableDefinition(Name, [Id], false, TableAccess.PublicRead)),
            s => s.Contains("ROW LEVEL SECURITY", StringComparison.Ordinal));

    [Fact]
    public void Who_may_insert_may_take_the_next_number_of_a_serial()
    {
        Assert.Equal(
            ["REVOKE ALL ON SEQUENCE s FROM PUBLIC, anon, authenticated", "GRANT ALL ON SEQUENCE s TO service_role"],
            SerialSequence.Statements("s", anonInserts: false, usersInsert: false));
        Assert.Contains("GRANT USAGE ON SEQUENCE s TO authenticated", SerialSequence.Statements("s", false, true));
        Assert.Contains("GRANT USAGE ON SEQUENCE s TO anon", SerialSequence.Statements("s", true, false));
    }
}
