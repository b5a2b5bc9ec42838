using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Planning;

public class UpsertPlanTests
{
    private const string Entry = """{"account":1,"line":2,"amount":3}""";

    [Theory]
    [InlineData("entries?account=eq.1&line=eq.2")]
    [InlineData("entries?line=eq.2&account=eq.1&select=amount&order=amount")]
    public void The_whole_key_names_the_row(string path)
    {
        var plan = Ledger.Upsert(path, Entry);

        Assert.Equal(["account", "line"], plan.Conflict.Columns.Select(c => c.Name));
        Assert.True(plan.Conflict.Merge);
        Assert.Equal(["account", "line", "amount"], plan.Columns.Select(c => c.Name));
    }

    [Theory]
    [InlineData("entries")]
    [InlineData("entries?account=eq.1")]
    [InlineData("entries?account=eq.1&line=eq.2&amount=eq.3")]
    [InlineData("entries?account=eq.1&line=gt.2")]
    [InlineData("entries?account=eq.1&line=not.eq.2")]
    [InlineData("entries?account=eq.1&account=eq.1")]
    [InlineData("entries?account=in.(1)&line=eq.2")]
    [InlineData("entries?account=eq(any).{1}&line=eq.2")]
    [InlineData("entries?account->a=eq.1&line=eq.2")]
    [InlineData("entries?and=(account.eq.1,line.eq.2)")]
    [InlineData("entries?account=eq.1&line=eq.2&or=(amount.eq.1)")]
    [InlineData("scraps?name=eq.x")]
    [InlineData("scraps")]
    public void Anything_but_the_key_is_refused(string path) => Refusals.AssertIs(
        Refusals.Of(() => Ledger.Upsert(path, Entry)), 405, "PGRST105", "Filters must include all and only primary key columns with 'eq' operators");

    [Theory]
    [InlineData("limit=1")]
    [InlineData("offset=1")]
    public void Paging_is_refused(string paging) => Refusals.AssertIs(
        Refusals.Of(() => Ledger.Upsert($"entries?account=eq.1&line=eq.2&{paging}", Entry)), 400, "PGRST114", "limit/offset querystring parameters are not allowed for PUT");

    [Theory]
    [InlineData("""{"account":1}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void A_body_without_the_key_is_refused(string body) => Refusals.AssertIs(
        Refusals.Of(() => Ledger.Upsert("entries?account=eq.1&line=eq.2", body)), 400, "PGRST115", "Payload values do not match URL in primary key column(s)");

    [Fact]
    public void A_view_that_takes_no_updates_is_refused() =>
        Assert.Equal("cannot update view \"fixed\"", Refusals.Of(() => Ledger.Upsert("fixed?id=eq.1", """{"id":1}""")).Error.Message);
}
