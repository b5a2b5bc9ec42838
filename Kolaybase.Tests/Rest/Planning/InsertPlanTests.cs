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

    [Theory]
    [InlineData("accounts", "resolution=merge-duplicates", "id", true)]
    [InlineData("accounts?on_conflict=name,id,name", "resolution=merge-duplicates", "name id", true)]
    [InlineData("entries", "resolution=ignore-duplicates", "account line", false)]
    [InlineData("scraps?on_conflict=name", "resolution=ignore-duplicates", "name", false)]
    [InlineData("fixed", "resolution=ignore-duplicates", "id", false)]
    public void Rows_that_are_there_already_are_known_by_a_key(string path, string prefer, string key, bool merge)
    {
        var conflict = Ledger.Insert(path, "{}", prefer).Conflict!;

        Assert.Equal((key, merge), (string.Join(' ', conflict.Columns.Select(c => c.Name)), conflict.Merge));
    }

    [Theory]
    [InlineData("accounts", "")]
    [InlineData("accounts?on_conflict=name", "")]
    [InlineData("accounts?on_conflict=nmae", "")]
    [InlineData("scraps", "resolution=merge-duplicates")]
    public void Without_a_key_or_a_wish_they_are_an_error(string path, string prefer) => Assert.Null(Ledger.Insert(path, "{}", prefer).Conflict);

    [Theory]
    [InlineData("nmae", "Perhaps you meant to reference the column \"accounts.name\".")]
    [InlineData("\"a.b\"", null)]
    public void A_conflict_on_what_is_no_column_is_refused(string name, string? hint) => Refusals.AssertIs(
        Refusals.Of(() => Ledger.Insert($"accounts?on_conflict={name}", "{}", "resolution=merge-duplicates")), 400, "42703", $"column accounts.{name.Trim('"')} does not exist", hint: hint);

    [Fact]
    public void Rows_of_a_view_that_takes_no_updates_are_not_merged() =>
        Assert.Equal("55000", Refusals.Of(() => Ledger.Insert("fixed", "{}", "resolution=merge-duplicates")).Error.Code);

    [Theory]
    [InlineData("accounts?columns=id,name,color", """{"name":"x"}""", "missing=default", "id:Default name:Body color:Default")]
    [InlineData("accounts?columns=id,name,color", """[{"name":"x"}]""", "missing=default", "id:Default name:Body color:Default")]
    [InlineData("accounts?columns=id,name,color", """[{"name":"x"},{}]""", "missing=default", "id:BodyOrDefault name:BodyOrDefault color:Body")]
    [InlineData("accounts?columns=id,name,color", """[{"name":"x"},{}]""", "missing=null", "id:Body name:Body color:Body")]
    [InlineData("accounts?columns=id,name,color", """{"name":"x"}""", "", "id:Body name:Body color:Body")]
    [InlineData("accounts", """[{"name":"x"},{"name":"y"}]""", "missing=default", "name:Body")]
    public void What_the_body_leaves_out_is_null_or_the_default(string path, string body, string prefer, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ledger.Insert(path, body, prefer).Columns.Select(c => $"{c.Name}:{c.Value}")));

    [Fact]
    public void What_only_says_which_rows_are_meant_is_ignored() =>
        Assert.Equal(["name"], Ledger.Insert("accounts?id=eq.1&limit=1&offset=2", """{"name":"x"}""").Columns.Select(c => c.Name));
}
