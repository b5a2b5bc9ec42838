using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Parsing;

public class OrderParserTests
{
    private static readonly RestLimits Limits = new() { SelectItems = 3 };

    [Theory]
    [InlineData("id", "id||")]
    [InlineData("id.asc", "id|Ascending|")]
    [InlineData("id.desc", "id|Descending|")]
    [InlineData("id.nullsfirst", "id||First")]
    [InlineData("id.desc.nullslast", "id|Descending|Last")]
    [InlineData("id.asc, name.desc ,\"a.b\"", "id|Ascending| name|Descending| a.b||")]
    public void Terms_are_read(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', OrderParser.Parse(text, Limits).Select(t => $"{t.Field.Name}|{t.Direction}|{t.Nulls}")));

    [Theory]
    [InlineData(",", 1, "unexpected \",\" expecting field name (* or [a..z0..9_$])")]
    [InlineData("id,", 4, "unexpected end of input expecting field name (* or [a..z0..9_$])")]
    [InlineData("id.", 4, "unexpected end of input expecting \"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"")]
    [InlineData("id.ac", 4, "unexpected \"a\" expecting \"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"")]
    [InlineData("id.descc", 8, "unexpected \"c\" expecting delimiter (.), \",\" or end of input")]
    [InlineData("id.asc.nlsfst", 8, "unexpected \"n\" expecting \"nullsfirst\" or \"nullslast\"")]
    [InlineData("id.asc.nullslasttt", 17, "unexpected \"t\" expecting \",\" or end of input")]
    [InlineData("id;", 3, "unexpected \";\" expecting \",\" or end of input")]
    public void A_malformed_order_is_refused_with_the_place(string text, int column, string details) =>
        Refusals.AssertIs(Refusals.Of(() => OrderParser.Parse(text, Limits)), 400, "PGRST100", $"\"failed to parse order ({text})\" (line 1, column {column})", details);

    [Theory]
    [InlineData("data->a.desc")]
    [InlineData("clients(name)")]
    public void What_comes_later_is_refused_as_not_implemented(string text) =>
        Assert.Equal("PGRST127", Refusals.Of(() => OrderParser.Parse(text, Limits)).Error.Code);

    [Fact]
    public void An_order_over_the_limit_is_refused() => Assert.Equal("KB604", Refusals.Of(() => OrderParser.Parse("a,b,c,d", Limits)).Error.Code);
}
