using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Planning;

public class InsertPlanTests
{
    [Fact]
    public void Columns_named_in_the_query_count_before_the_keys_of_the_body() =>
        Assert.Equal(["name", "id"], Ledger.Insert("accounts?columns=name,id,name", """{"id":1,"other":2}""").Columns.Select(c => c.Name));

    [Theory]
    [InlineData("nmae", "Perhaps you meant the column 'name'")]
    [InlineData("shout", null)]
    public void What_is_no_column_is_refused(string key, string? hint) => Refusals.AssertIs(
        Refusals.Of(() => Ledger.Insert("accounts", $$"""{"{{key}}":1}""")), 400, "PGRST204", $"Could not find the '{key}' column of 'accounts' in the schema cache", hint: hint);

    [Fact]
    public void Rows_come_back_only_when_wanted()
    {
        Assert.Null(Ledger.Insert("accounts", """{"id":1}""").Returning);
        Assert.Null(Ledger.Insert("accounts", """{"id":1}""", "return=minimal").Returning);
        Assert.Equal(["name"], Ledger.Insert("accounts?select=name", """{"id":1}""", "return=representation").Returning!.Output.Select(o => o.Key));
    }

    [Theory]
    [InlineData("accounts", "return=headers-only", "id")]
    [InlineData("entries", "return=headers-only", "account line")]
    [InlineData("scraps", "return=headers-only", "")]
    [InlineData("accounts", "return=minimal", "")]
    [InlineData("accounts", "return=representation", "")]
    public void The_key_is_asked_for_when_only_headers_are_wanted(string table, string prefer, string key) =>
        Assert.Equal(key, string.Join(' ', Ledger.Insert(table, "{}", prefer).Key.Select(c => c.Name)));

    [Fact]
    public void What_only_says_which_rows_are_meant_is_ignored() =>
        Assert.Equal(["name"], Ledger.Insert("accounts?id=eq.1&limit=1&offset=2", """{"name":"x"}""").Columns.Select(c => c.Name));
}
