using Kolaybase.Api.Http;
using Kolaybase.Api.Tables;

namespace Kolaybase.Tests.Tables;

public class IdentifierTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("Capital Letters and spaces")]
    [InlineData("select")]
    [InlineData("say \"hi\"")]
    [InlineData("'; drop table x; --")]
    [InlineData("größe")]
    [InlineData("表")]
    [InlineData("😀")]
    [InlineData(" ")]
    [InlineData("a/b%2Fc?d#e\\f")]
    [InlineData("line\nbreak")]
    [InlineData("63 bytes: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public void Whatever_the_database_takes_between_quotes_is_a_name(string name) => Assert.Null(Identifier.Fault(name));

    [Theory]
    [InlineData(null, "1 to 63 bytes")]
    [InlineData("", "1 to 63 bytes")]
    [InlineData("a\0b", "NUL")]
    [InlineData("64 bytes: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "it has 64")]
    [InlineData("ääääääääääääääääääääääääääääääää", "it has 64")]
    public void Names_that_the_database_would_refuse_or_cut_are_refused(string? name, string reason)
    {
        Assert.Contains(reason, Identifier.Fault(name), StringComparison.Ordinal);
        var refusal = Assert.Throws<ApiException>(() => Identifier.Require(name, "columns[0].name"));
        Assert.Equal((400, ErrorCodes.InvalidIdentifier), (refusal.Status, refusal.Error.Code));
        Assert.StartsWith("\"columns[0].name\" must ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Halves_of_surrogate_pairs_make_no_name()
    {
        // Not in the table above: the runner can't carry them.
        foreach (var name in new[] { "\ud800", "a\udc00b", "\ud800\ud800", "\udc00\ud800" })
        {
            Assert.Contains("surrogate", Identifier.Fault(name), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public void Nothing_new_gets_a_name_that_no_path_can_hold(string name)
    {
        Assert.Null(Identifier.Fault(name));
        Assert.Equal("\"name\" must not be \".\" or \"..\": no URL could name it.", Assert.Throws<ApiException>(() => Identifier.RequireNew(name, "name")).Message);
        Assert.Null(Identifier.FaultOfNew(name + ".x"));
    }

    [Fact]
    public void What_can_not_be_sent_to_the_database_is_never_quoted()
    {
        foreach (var name in new[] { "a\0b", "\ud800" })
        {
            var refusal = Assert.Throws<ApiException>(() => Identifier.Quote(name));
            Assert.Equal((400, ErrorCodes.UnstorableText), (refusal.Status, refusal.Error.Code));
        }
    }

    [Fact]
    public void A_name_of_ten_thousand_characters_is_not_repeated_in_the_refusal() =>
        Assert.True(Assert.Throws<ApiException>(() => Identifier.Require(new string('x', 10_000), "name")).Message.Length < 200);

    [Theory]
    [InlineData("a", "\"a\"")]
    [InlineData("A b", "\"A b\"")]
    [InlineData("a\"; drop table b; --", "\"a\"\"; drop table b; --\"")]
    [InlineData("\"\"", "\"\"\"\"\"\"")]
    public void A_quoted_name_can_not_end_early(string name, string sql) => Assert.Equal(sql, Identifier.Quote(name));
}
