using FsCheck.Xunit;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Parsing;

public class QueryStringReaderTests
{
    public static TheoryData<string, string> Accepted => new()
    {
        { "", "" },
        { "?", "" },
        { "?a=1", "[a|1]" },
        { "a=1&&b=2&", "[a|1][b|2]" },
        { "a", "[a|<null>]" },
        { "a=", "[a|]" },
        { "=b", "[|b]" },
        { "a=b=c", "[a|b=c]" },
        { "a+b=c+d%2B", "[a b|c d+]" },
        { "%C3%A7=%F0%9F%90%98", "[ç|🐘]" },
        { "ç=ü", "[ç|ü]" },
        { "a=%26%3D%25", "[a|&=%]" },
        { "a=x&a=y", "[a|x][a|y]" },
    };

    [Theory, MemberData(nameof(Accepted))]
    public void A_query_string_is_read_into_its_pairs(string query, string expected) =>
        Assert.Equal(expected, string.Concat(QueryStringReader.Read(query).Select(p => $"[{p.Key}|{p.Value ?? "<null>"}]")));

    [Theory]
    [InlineData("a=%", "percent")]
    [InlineData("a=%4", "percent")]
    [InlineData("a=%zz", "percent")]
    [InlineData("a=%FF", "UTF-8")]
    [InlineData("a=%C3", "UTF-8")]
    [InlineData("%ED%A0%80=1", "UTF-8")]
    [InlineData("a=%00", "NUL")]
    [InlineData("a%00b=1", "NUL")]
    public void What_can_be_no_text_in_PostgreSQL_is_refused(string query, string word)
    {
        var refusal = Refusals.Of(() => QueryStringReader.Read(query));

        Assert.Equal((400, word == "NUL" ? "KB004" : "KB005"), (refusal.Status, refusal.Error.Code));
        Assert.Contains(word, refusal.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused() => Assert.Equal("KB005", Refusals.Of(() => QueryStringReader.Read("a=\ud800")).Error.Code);

    [Property]
    public bool Any_text_survives_being_escaped(string? text) =>
        text is null || text.Contains('\0', StringComparison.Ordinal) || !IsText(text)
        || QueryStringReader.Read("a=" + Uri.EscapeDataString(text))[0].Value == text;

    private static bool IsText(string text) => text.EnumerateRunes().All(r => r != System.Text.Rune.ReplacementChar);
}
