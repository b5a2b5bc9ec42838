using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Parsing;

public class SelectParserTests
{
    private static readonly RestLimits Limits = new() { SelectItems = 4 };

    public static TheoryData<string, string> Accepted => new()
    {
        { "", "" },
        { " ", "" },
        { "*", "*" },
        { "id", "id||" },
        { "id,name", "id|| name||" },
        { " id , name ", "id|| name||" },
        { "*,id", "* id||" },
        { "total:price", "price|total|" },
        { "price::text", "price||text" },
        { "total:price::double precision", "price|total|double precision" },
        { "\"a,b\",\"c:d\":e", "a,b|| e|c:d|" },
        { "\"select\"", "select||" },
        { "a-b", "a-b||" },
        { "şehir", "şehir||" },
    };

    [Theory, MemberData(nameof(Accepted))]
    public void A_list_of_items_is_read(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', SelectParser.Parse(text, Limits).Select(i => i is SelectField c ? $"{c.Field!.Name}|{c.Alias}|{c.Cast}" : "*")));

    public static TheoryData<string, int, string> Malformed => new()
    {
        { ",", 1, "unexpected \",\" expecting field name (* or [a..z0..9_$])" },
        { "id,", 4, "unexpected end of input expecting field name (* or [a..z0..9_$])" },
        { "id;drop", 3, "unexpected \";\" expecting \",\" or end of input" },
        { "*a", 2, "unexpected \"a\" expecting \",\" or end of input" },
        { "id::", 5, "unexpected end of input expecting the name of a type: letters, digits, \"_\", \"$\" or spaces" },
        { "id::int[]", 8, "unexpected \"[\" expecting \",\" or end of input" },
        { "id::a;b", 5, "unexpected \"a\" expecting the name of a type: letters, digits, \"_\", \"$\" or spaces" },
        { ":id", 1, "unexpected \":\" expecting field name (* or [a..z0..9_$])" },
        { "a:b:c", 4, "unexpected \":\" expecting \",\" or end of input" },
        { "\"id", 4, "unexpected end of input expecting \"\\\"\" that closes the quote at column 1" },
    };

    [Theory, MemberData(nameof(Malformed))]
    public void A_malformed_list_is_refused_with_the_place(string text, int column, string details) =>
        Refusals.AssertIs(Refusals.Of(() => SelectParser.Parse(text, Limits)), 400, "PGRST100", $"\"failed to parse select parameter ({text})\" (line 1, column {column})", details);

    [Theory]
    [InlineData("data->a")]
    [InlineData("clients(*)")]
    [InlineData("clients!inner(*)")]
    [InlineData("...clients(*)")]
    [InlineData("id.count()")]
    public void What_comes_later_is_refused_as_not_implemented(string text) =>
        Assert.Equal((400, "PGRST127"), Refusals.Of(() => SelectParser.Parse(text, Limits)) is var r ? (r.Status, r.Error.Code) : default);

    [Fact]
    public void A_list_over_the_limit_is_refused() => Assert.Equal("KB604", Refusals.Of(() => SelectParser.Parse("a,b,c,d,e", Limits)).Error.Code);

    [Fact]
    public void Names_of_columns_may_be_quoted() => Assert.Equal(["id", "a,b"], SelectParser.ParseColumns("\"id\",\"a,b\"", Limits));

    [Theory]
    [InlineData("")]
    [InlineData("a,")]
    [InlineData("a.b")]
    public void Malformed_names_of_columns_are_refused(string text) =>
        Assert.Equal("PGRST100", Refusals.Of(() => SelectParser.ParseColumns(text, Limits)).Error.Code);
}
