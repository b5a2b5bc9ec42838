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
    [InlineData("data->a", "", "\"data\"->\"a\"")]
    [InlineData("data->a->>0.desc.nullslast", "", "\"data\"->\"a\"->>0")]
    [InlineData("data->!@#$%^&*_a.asc", "", "\"data\"->\"!@#$%^&*_a\"")]
    [InlineData("clients(name)", "clients", "\"name\"")]
    [InlineData("clients( name ).desc", "clients", "\"name\"")]
    [InlineData("\"my clients\"(data->0).desc.nullsfirst", "my clients", "\"data\"->0")]
    public void A_term_may_be_a_place_in_JSON_or_a_column_of_a_related_row(string text, string embed, string field)
    {
        var term = Assert.Single(OrderParser.Parse(text, Limits));

        Assert.Equal((embed, field), (term.Embed ?? "", FilterPrinter.Print(term.Field)));
    }

    [Theory]
    [InlineData(",", 1, "unexpected \",\" expecting field name (* or [a..z0..9_$])")]
    [InlineData("id,", 4, "unexpected end of input expecting field name (* or [a..z0..9_$])")]
    [InlineData("id.", 4, "unexpected end of input expecting \"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"")]
    [InlineData("id.ac", 4, "unexpected \"c\" expecting \"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"")]
    [InlineData("id.descc", 8, "unexpected 'c' expecting delimiter (.), \",\" or end of input")]
    [InlineData("id.nulsfist", 4, "unexpected \"n\" expecting \"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"")]
    [InlineData("id.nullslasttt", 13, "unexpected 't' expecting \",\" or end of input")]
    [InlineData("id.smth34", 4, "unexpected \"s\" expecting \"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"")]
    [InlineData("id.asc.nlsfst", 8, "unexpected \"l\" expecting \"nullsfirst\" or \"nullslast\"")]
    [InlineData("id.asc.nullslasttt", 17, "unexpected 't' expecting \",\" or end of input")]
    [InlineData("id.asc.smth34", 8, "unexpected \"s\" expecting \"nullsfirst\" or \"nullslast\"")]
    [InlineData("id;", 3, "unexpected ';' expecting letter, digit, \"-\", \"->>\", \"->\", delimiter (.), \",\" or end of input")]
    [InlineData("data->>a->b", 9, "unexpected '-' expecting \"->>\", \"->\", delimiter (.), \",\" or end of input")]
    [InlineData("clients(name,id)", 13, "unexpected \",\" expecting letter, digit, \"-\", \"->>\", \"->\" or \")\"")]
    [InlineData("clients()", 9, "unexpected \")\" expecting field name (* or [a..z0..9_$])")]
    public void A_malformed_order_is_refused_with_the_place(string text, int column, string details) =>
        Refusals.AssertIs(Refusals.Of(() => OrderParser.Parse(text, Limits)), 400, "PGRST100", $"\"failed to parse order ({text})\" (line 1, column {column})", details);

    [Fact]
    public void An_order_over_the_limit_is_refused() => Assert.Equal("KB604", Refusals.Of(() => OrderParser.Parse("a,b,c,d", Limits)).Error.Code);
}
