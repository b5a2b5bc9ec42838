using Kolaybase.Api.Types.CSharp;
using Kolaybase.Api.Types.TypeScript;
using Microsoft.CodeAnalysis.CSharp;

namespace Kolaybase.Tests.Types;

public class NamesTests
{
    [Theory]
    [InlineData("orders", "Orders")]
    [InlineData("order_items", "OrderItems")]
    [InlineData("OrderItems", "OrderItems")]
    [InlineData("say \"hi\"", "SayHi")]
    [InlineData("9 lives", "_9Lives")]
    [InlineData("größe 表", "Größe表")]
    [InlineData("😀", "Item")]
    [InlineData("class", "Class")]
    [InlineData("a\\u0022b", "AU0022b")]
    public void A_name_becomes_an_identifier(string name, string expected)
    {
        Assert.Equal(expected, CSharpName.Pascal(name));
        Assert.True(SyntaxFacts.IsValidIdentifier(expected));
    }

    [Fact]
    public void No_two_names_are_one_not_even_by_their_endings()
    {
        var names = CSharpName.OfTypes();
        Assert.Equal("A", names.Take("a", "Insert"));
        Assert.Equal("A2", names.Take("A", "Insert"));
        Assert.Equal("AInsert2", names.Take("a_insert"));
        Assert.Equal("Optional2", names.Take("optional"));
        Assert.Equal("T2", CSharpName.OfMembers("T").Take("t"));
        Assert.Equal("Equals2", CSharpName.OfMembers("T").Take("equals"));
    }

    [Theory]
    [InlineData("abc_1$", "abc_1$")]
    [InlineData("class", "class")]
    [InlineData("1a", "\"1a\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a\n", "\"a\\n\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("größe", "\"größe\"")]
    [InlineData("", "\"\"")]
    public void A_member_stands_between_quotes_where_it_has_to(string name, string expected) => Assert.Equal(expected, TypeScriptName.Member(name));

    [Fact]
    public void A_key_of_an_object_never_names_its_prototype()
    {
        Assert.Equal("[\"__proto__\"]", TypeScriptName.ObjectKey("__proto__"));
        Assert.Equal("__proto__", TypeScriptName.Member("__proto__"));
    }

    [Theory]
    [InlineData("a\"b\\c")]
    [InlineData("line\r\nbreak\u0085\u2028\u2029")]
    [InlineData("größe 表 😀")]
    [InlineData("*/ // {0} $")]
    public void A_literal_is_read_back_as_the_text_that_it_was(string text)
    {
        var literal = CSharpText.Literal(text);
        Assert.Equal(text, SyntaxFactory.ParseToken(literal).Value);
        Assert.DoesNotContain(literal, c => c is '\n' or '\r' or '\u2028' or '\u2029' or '\u0085');
    }

    [Fact]
    public void A_comment_stays_on_its_line_and_holds_no_markup() => Assert.Equal("a &lt;b&gt; &amp; c  d", CSharpText.Comment("a <b> & c\n\u2028d"));
}
