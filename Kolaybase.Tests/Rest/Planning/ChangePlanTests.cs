using Kolaybase.Api.Rest.Planning;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Planning;

public class ChangePlanTests
{
    [Theory]
    [InlineData("accounts?id=eq.1")]
    [InlineData("accounts?id=eq.1&order=name")]
    [InlineData("accounts?id=eq.1&offset=0")]
    public void Without_a_limit_all_rows_that_match_are_meant(string path)
    {
        Assert.Null(Ledger.Delete(path).Picked);
        Assert.Null(Ledger.Update(path, """{"name":"x"}""").Picked);
    }

    [Theory]
    [InlineData("accounts?order=name&limit=2", 2L, 0L, "id")]
    [InlineData("accounts?id=gt.1&order=name.desc,id&offset=3", null, 3L, "id")]
    [InlineData("entries?order=amount&limit=0", 0L, 0L, "account line")]
    [InlineData("scraps?order=name&limit=1", 1L, 0L, "")]
    [InlineData("names?order=name&limit=1", 1L, 0L, "id")]
    public void A_limit_picks_rows_by_their_key(string path, long? limit, long offset, string key)
    {
        var picked = Ledger.Delete(path).Picked!;

        Assert.Equal((limit, offset, key), (picked.Rows.Limit, picked.Rows.Offset, string.Join(' ', picked.Key.Select(c => c.Name))));
        Assert.NotEmpty(picked.Rows.Order);
    }

    [Theory]
    [InlineData("accounts?id=eq.1&limit=1")]
    [InlineData("accounts?id=eq.1&offset=1")]
    public void A_limit_without_an_order_is_refused(string path) => Refusals.AssertIs(
        Refusals.Of(() => Ledger.Delete(path)), 400, "PGRST109", "A 'limit' was applied without an explicit 'order'", hint: "Apply an 'order' using unique column(s)");

    [Theory]
    [InlineData("accounts?id=eq.1&entries.amount=eq.2")]
    [InlineData("accounts?id=eq.1&a.b=eq.2")]
    [InlineData("accounts?id=eq.1&entries.order=amount")]
    public void What_is_said_of_rows_that_are_not_embedded_is_no_filter_that_may_be_left_out(string path)
    {
        Assert.Equal("PGRST108", Refusals.Of(() => Ledger.Delete(path)).Error.Code);
        Assert.Equal("PGRST108", Refusals.Of(() => Ledger.Update(path, """{"name":"x"}""")).Error.Code);
    }

    [Fact]
    public void A_view_whose_rows_have_no_key_takes_no_limit() => Refusals.AssertIs(
        Refusals.Of(() => Ledger.Delete("loose?order=name&limit=1")),
        400,
        "PGRST127",
        "Feature not implemented",
        "limit and offset need a key to know rows by, and 'loose' has none that is known");

    [Fact]
    public void Rows_are_not_picked_by_the_order_of_a_related_table() =>
        Assert.Equal("PGRST127", Refusals.Of(() => Ledger.Delete("accounts?order=entries(amount)&limit=1&select=id,entries(amount)")).Error.Code);

    [Theory]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public void What_touches_every_row_is_refused(string verb)
    {
        var refusal = Refusals.Of(() => _ = verb == "PATCH" ? Ledger.Update("accounts?offset=1&order=id", """{"id":1}""") : (object)Ledger.Delete("accounts?select=id"));

        Assert.Equal((400, "KB601"), (refusal.Status, refusal.Error.Code));
        Assert.StartsWith(verb, refusal.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_may_allow_to_touch_every_row()
    {
        var planner = Ledger.With(new() { AllowUnfilteredWrites = true });

        Assert.Empty(planner.Delete("accounts", Ledger.Query(""), Kolaybase.Api.Rest.Parsing.Preferences.None).Filters);
    }

    [Theory]
    [InlineData("accounts", "max-affected=5", 5L)]
    [InlineData("accounts", "handling=strict, max-affected=5", 5L)]
    [InlineData("accounts?id=eq.1", "handling=strict, max-affected=5", 5L)]
    [InlineData("accounts?id=eq.1", "max-affected=5", null)]
    [InlineData("accounts?id=eq.1", "", null)]
    [InlineData("accounts?order=id&limit=1", "max-affected=5", null)]
    public void A_limit_on_affected_rows_binds_when_strict_or_when_nothing_else_does(string path, string prefer, long? expected)
    {
        Assert.Equal(expected, Ledger.Delete(path, prefer).MaxAffected);
        Assert.Equal(expected, Ledger.Update(path, """{"id":1}""", prefer).MaxAffected);
    }

    [Fact]
    public void A_body_without_columns_updates_nothing() => Assert.Empty(Ledger.Update("accounts?id=eq.1", "{}").Columns);

    [Theory]
    [InlineData("""{"name":"x"}""", "missing=default", "id:Default name:Body")]
    [InlineData("""[{"name":"x"},{"id":1}]""", "missing=default", "id:Default name:Body")]
    [InlineData("""{"name":"x"}""", "", "id:Body name:Body")]
    [InlineData("[]", "missing=default", "")]
    [InlineData("[]", "", "")]
    public void What_the_first_object_leaves_out_is_null_or_the_default(string body, string prefer, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ledger.Update("accounts?id=eq.1&columns=id,name", body, prefer).Columns.Select(c => $"{c.Name}:{c.Value}")));

    [Fact]
    public void Columns_named_in_the_query_are_what_an_update_writes() =>
        Assert.Equal(["name", "color"], Ledger.Update("accounts?id=eq.1&columns=name,color", """{"id":5,"name":"x"}""").Columns.Select(c => c.Name));

    [Fact]
    public void Of_what_comes_back_only_the_order_is_asked_for()
    {
        var rows = Ledger.Update("accounts?id=gt.1&order=name&limit=2", """{"name":"x"}""", "return=representation").Returning!;

        Assert.Equal((0, null, 0L, "name"), (rows.Filters.Length, rows.Limit, rows.Offset, Assert.Single(rows.Order).Field.Column.Name));
        Assert.IsType<WrittenSource>(rows.Source);
    }
}
