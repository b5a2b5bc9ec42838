using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Parsing;

public class NameListParserTests
{
    private static readonly RestLimits Limits = new() { SelectItems = 3 };

    [Theory]
    [InlineData("id", "id")]
    [InlineData("\"id\", \"a,b\"", "id|a,b")]
    [InlineData(" a b ,c-d", "a b|c-d")]
    public void Names_are_read(string text, string expected) => Assert.Equal(expected, string.Join('|', NameListParser.Parse("columns", text, Limits)));

    [Theory]
    [InlineData("", 1)]
    [InlineData("a,", 3)]
    [InlineData("a.b", 2)]
    [InlineData("a->b", 2)]
    public void Malformed_names_are_refused_with_the_place(string text, int column)
    {
        var refusal = Refusals.Of(() => NameListParser.Parse("on_conflict", text, Limits));

        Assert.Equal(("PGRST100", $"\"failed to parse on_conflict parameter ({text})\" (line 1, column {column})"), (refusal.Error.Code, refusal.Error.Message));
    }

    [Fact]
    public void A_list_over_the_limit_is_refused() => Assert.Equal("KB604", Refusals.Of(() => NameListParser.Parse("columns", "a,b,c,d", Limits)).Error.Code);
}
