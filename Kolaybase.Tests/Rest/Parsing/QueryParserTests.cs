using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Parsing;

public class QueryParserTests
{
    private static readonly RestLimits Limits = new();

    [Fact]
    public void Without_parameters_everything_is_wanted()
    {
        var query = QueryParser.Parse("", Limits);

        Assert.IsType<SelectAll>(Assert.Single(query.Select));
        Assert.Empty(query.Root.Filters);
        Assert.Empty(query.Root.Order);
        Assert.Equal((null, 0L), (query.Root.Limit, query.Root.Offset));
        Assert.Null(query.Columns);
    }

    [Fact]
    public void Every_parameter_finds_its_place()
    {
        var query = QueryParser.Parse("?select=id,name&price=gte.10&price=lt.20&or=(a.eq.1,b.eq.2)&order=id.desc&limit=5&offset=10&columns=%22id%22&apikey=kb_anon_x", Limits);

        Assert.Equal(["id", "name"], query.Select.Cast<SelectField>().Select(c => c.Field!.Name));
        Assert.Equal(["\"price\".gte.\"10\"", "\"price\".lt.\"20\"", "or(\"a\".eq.\"1\",\"b\".eq.\"2\")"], query.Root.Filters.Select(FilterPrinter.Print));
        Assert.Equal("id", Assert.Single(query.Root.Order).Field.Name);
        Assert.Equal((5L, 10L), (query.Root.Limit, query.Root.Offset));
        Assert.Equal(["id"], query.Columns!.Value);
    }

    [Fact]
    public void A_column_with_a_reserved_name_is_filtered_by_its_quoted_name() =>
        Assert.Equal("\"select\".eq.\"1\"", FilterPrinter.Print(Assert.Single(QueryParser.Parse("%22select%22=eq.1", Limits).Root.Filters)));

    [Fact]
    public void Parameters_without_a_value_are_nothing() => Assert.Empty(QueryParser.Parse("id&name", Limits).Root.Filters);

    [Theory]
    [InlineData("limit=abc", 400, "PGRST100")]
    [InlineData("limit=", 400, "PGRST100")]
    [InlineData("limit=1.5", 400, "PGRST100")]
    [InlineData("limit=99999999999999999999", 400, "PGRST100")]
    [InlineData("offset=x", 400, "PGRST100")]
    [InlineData("limit=-1", 416, "PGRST103")]
    [InlineData("offset=-1", 416, "PGRST103")]
    [InlineData("on_conflict=id", 400, "PGRST127")]
    [InlineData("id=%00", 400, "KB004")]
    public void What_makes_no_sense_is_refused(string query, int status, string code) =>
        Assert.Equal((status, code), Refusals.Of(() => QueryParser.Parse(query, Limits)) is var r ? (r.Status, r.Error.Code) : default);

    [Fact]
    public void A_long_text_is_not_repeated_in_full_by_its_refusal() =>
        Assert.InRange(Refusals.Of(() => QueryParser.Parse("id=" + new string('x', 10_000), Limits)).Error.Message.Length, 1, 200);
}
