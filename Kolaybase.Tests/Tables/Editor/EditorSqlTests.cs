using System.Text;
using Kolaybase.Api.Http;
using Kolaybase.Api.Tables;
using Kolaybase.Api.Tables.Constraints;
using Kolaybase.Api.Tables.Indexes;
using Kolaybase.Api.Tables.Policies;

namespace Kolaybase.Tests.Tables.Editor;

/// <summary>What the editor's calls say to the database, without one.</summary>
public class EditorSqlTests
{
    private static readonly TableName s_table = new("s", "a\"b");

    [Theory]
    [InlineData(ConstraintKind.Primary, """ALTER TABLE "s"."a""b" ADD CONSTRAINT "k;" PRIMARY KEY ("x", "y z")""")]
    [InlineData(ConstraintKind.Unique, """ALTER TABLE "s"."a""b" ADD CONSTRAINT "k;" UNIQUE ("x", "y z")""")]
    public void Keys_quote_their_names(ConstraintKind kind, string expected) =>
        Assert.Equal(expected, new AddConstraintRequest { Kind = kind, Columns = ["x", "y z"], Name = "k;" }.ToSql(s_table));

    [Fact]
    public void A_check_stands_between_brackets() =>
        Assert.Equal("""ALTER TABLE "s"."a""b" ADD CHECK (x > 1 or y)""", new AddConstraintRequest { Kind = ConstraintKind.Check, Expression = "x > 1 or y" }.ToSql(s_table));

    [Fact]
    public void An_index_says_how_and_over_which_rows() =>
        Assert.Equal(
            """CREATE UNIQUE INDEX CONCURRENTLY "i" ON "s"."a""b" USING btree ("x", "y") WHERE (x > 1)""",
            new CreateIndexRequest { Columns = ["x", "y"], IsUnique = true, Where = "x > 1" }.ToSql(s_table, "i", concurrently: true));

    [Theory]
    [InlineData("t", "a", "t_a_idx")]
    [InlineData("taken", "a", "taken_a_idx2")]
    public void An_index_gets_a_name_that_is_free(string table, string column, string expected) =>
        Assert.Equal(expected, CreateIndex.NameOf(new("s", table), [column], ["taken_a_idx", "taken_a_idx1"]));

    [Fact]
    public void A_long_name_is_cut_between_characters_to_what_the_database_takes()
    {
        var name = CreateIndex.NameOf(new("s", string.Concat(Enumerable.Repeat("😀", 15))), ["größe"], []);

        Assert.Equal(60, Encoding.UTF8.GetByteCount(name));
        Assert.EndsWith("😀_idx", name, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_says_for_whom_and_for_which_rows()
    {
        var request = new CreatePolicyRequest { Name = "p \"q\"", Command = PolicyCommand.Update, Roles = [PolicyRole.Anon, PolicyRole.Public], Permissive = false, Using = "a", Check = "b" };
        request.Validate();

        Assert.Equal(""""CREATE POLICY "p ""q""" ON "s"."a""b" AS RESTRICTIVE FOR UPDATE TO anon, PUBLIC USING (a) WITH CHECK (b)"""", request.ToSql(s_table));
    }

    [Fact]
    public void A_changed_policy_is_renamed_last()
    {
        var policy = new Policy("p", PolicyCommand.All, ["public"], true, "true", null);

        Assert.Equal(
            ["""ALTER POLICY "p" ON "s"."a""b" TO authenticated USING (x)""", """ALTER POLICY "p" ON "s"."a""b" RENAME TO "q" """.TrimEnd()],
            new ChangePolicyRequest { Name = "q", Roles = [PolicyRole.Authenticated], Using = "x" }.ToSql(s_table, policy));
        Assert.Empty(new ChangePolicyRequest { Name = "p" }.ToSql(s_table, policy));
        Assert.Equal("KB002", Assert.Throws<ApiException>(() => new ChangePolicyRequest { Check = "x" }.ToSql(s_table, policy with { Command = PolicyCommand.Delete }).ToList()).Error.Code);
    }

    [Fact]
    public void An_owner_s_column_is_quoted_in_every_policy() =>
        Assert.Equal(4, PolicySql.Of(PolicyTemplate.Owner, s_table, "who\"se").Count(s => s.Contains("((select auth.uid()) = \"who\"\"se\")", StringComparison.Ordinal)));
}
