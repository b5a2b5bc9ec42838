using System.Text;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Parsing;

public class JsonArgumentsParserTests
{
    [Theory]
    [InlineData("""{"b":1,"a":{"c":2,"d":[{"e":3}]}}""", false, "a b")]
    [InlineData("""{"a":1,"a":2}""", false, "a")]
    [InlineData("{}", false, "")]
    [InlineData("", false, "")]
    [InlineData(" \n\t\r ", false, "")]
    [InlineData("""[{"a":1,"b":2},{"c":3}]""", true, "a b")]
    [InlineData("""[1,{"a":1}]""", true, "")]
    [InlineData("""[[{"a":1}]]""", true, "")]
    [InlineData("[]", true, "")]
    [InlineData("5", false, "")]
    [InlineData("\"text\"", false, "")]
    [InlineData("null", false, "")]
    [InlineData("""{"größe":1}""", false, "größe")]
    [InlineData("""{"q\"uo\\te":1}""", false, "q\"uo\\te")]
    public void Names_are_the_keys_of_an_object_or_of_the_first_of_an_array(string body, bool isArray, string names)
    {
        var arguments = Parse(body);

        Assert.Equal((isArray, names), (arguments.IsArray, string.Join(' ', arguments.Names)));
    }

    [Fact]
    public void No_body_hands_on_no_bytes() => Assert.True(Parse("  ").Utf8.IsEmpty);

    [Fact]
    public void Named_columns_are_all_that_counts() => Assert.Equal(
        ["a", "z"],
        JsonArgumentsParser.Parse(Encoding.UTF8.GetBytes("""{"a":1,"b":2}"""), ["z", "a"], new RestLimits()).Names);

    [Fact]
    public void Of_very_many_keys_only_so_many_are_kept_that_no_function_has_them_all() =>
        Assert.Equal(101, Parse("{" + string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"k{i}\":1")) + "}").Names.Length);

    [Theory]
    [InlineData("{", "PGRST102")]
    [InlineData("sdfsdf", "PGRST102")]
    [InlineData("""{"a":1}{}""", "PGRST102")]
    [InlineData("""{"a":1,}""", "PGRST102")]
    [InlineData("""{name: "John"}""", "PGRST102")]
    [InlineData("""[{"a":1}""", "PGRST102")]
    [InlineData("""{"a\u0000":1}""", "KB004")]
    [InlineData("""{"\ud800":1}""", "KB004")]
    [InlineData("""{"a":[[[1]]]}""", "KB606")]
    [InlineData("""[[[[1]]]]""", "KB606")]
    public void What_is_no_JSON_or_no_name_is_refused(string body, string code) =>
        Assert.Equal((400, code), Refusals.Of(() => Parse(body, new RestLimits { JsonDepth = 3 })) is var e ? (e.Status, e.Error.Code) : default);

    [Fact]
    public void As_deep_as_the_limit_is_allowed() => Assert.Equal(["a"], Parse("""{"a":[[1]]}""", new RestLimits { JsonDepth = 3 }).Names);

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused() =>
        Assert.Equal("KB004", Refusals.Of(() => JsonArgumentsParser.Parse(new byte[] { (byte)'"', 0xff, (byte)'"' }, null, new RestLimits())).Error.Code);

    private static JsonArguments Parse(string body, RestLimits? limits = null) => JsonArgumentsParser.Parse(Encoding.UTF8.GetBytes(body), null, limits ?? new RestLimits());
}
