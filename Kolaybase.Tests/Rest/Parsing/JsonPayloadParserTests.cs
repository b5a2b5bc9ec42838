using System.Text;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Parsing;

public class JsonPayloadParserTests
{
    private static readonly RestLimits Limits = new() { JsonDepth = 4, InsertRows = 3 };

    [Theory]
    [InlineData("{}", false, 1, "")]
    [InlineData(" { \"a\" : 1 } ", false, 1, "a")]
    [InlineData("""{"a":1,"b":{"c":[1]},"a":2}""", false, 1, "a,b")]
    [InlineData("[]", true, 0, "")]
    [InlineData("[{},{}]", true, 2, "")]
    [InlineData("""[{"a":1,"b":2},{"b":1,"a":2}]""", true, 2, "a,b")]
    [InlineData("""[{"\u0061":1},{"a":2}]""", true, 2, "a")]
    [InlineData("""{"ç\"":null}""", false, 1, "ç\"")]
    public void The_shape_is_read(string json, bool isArray, int rows, string keys)
    {
        var payload = Parse(json);

        Assert.Equal((isArray, rows, keys), (payload.IsArray, payload.Rows, string.Join(',', payload.Keys)));
    }

    [Theory]
    [InlineData("", "PGRST102", "Empty or invalid json")]
    [InlineData("{", "PGRST102", "Empty or invalid json")]
    [InlineData("{} {}", "PGRST102", "Empty or invalid json")]
    [InlineData("[{}", "PGRST102", "Empty or invalid json")]
    [InlineData("{'a':1}", "PGRST102", "Empty or invalid json")]
    [InlineData("{\"a\":\"\u0000\"}", "PGRST102", "Empty or invalid json")]
    [InlineData("5", "PGRST102", "The body must be a JSON object or an array of objects")]
    [InlineData("null", "PGRST102", "The body must be a JSON object or an array of objects")]
    [InlineData("[1]", "PGRST102", "All object keys must match")]
    [InlineData("[{\"a\":1},null]", "PGRST102", "All object keys must match")]
    [InlineData("[{\"a\":1},{\"b\":1}]", "PGRST102", "All object keys must match")]
    [InlineData("[{\"a\":1},{\"a\":1,\"b\":1}]", "PGRST102", "All object keys must match")]
    [InlineData("[{\"a\":1,\"b\":1},{\"a\":1}]", "PGRST102", "All object keys must match")]
    [InlineData("[{\"a\":1},{}]", "PGRST102", "All object keys must match")]
    [InlineData("{\"a\\u0000\":1}", "KB004", "A NUL character can't be part of a column's name")]
    [InlineData("{\"\\ud800\":1}", "KB004", "A key of the body holds half of a surrogate pair")]
    [InlineData("[{\"abc\":1},{\"\\ud800\":1}]", "KB004", "A key of the body holds half of a surrogate pair")]
    [InlineData("{\"a\":[[[[1]]]]}", "KB606", "The JSON is nested deeper than 4 levels")]
    [InlineData("[{},{},{},{}]", "KB607", "A body may hold 3 rows at most")]
    public void A_body_that_is_no_row_is_refused(string json, string code, string message)
    {
        var refusal = Refusals.Of(() => Parse(json));

        Assert.Equal((400, code, message), (refusal.Status, refusal.Error.Code, refusal.Error.Message));
    }

    [Fact]
    public void Objects_may_differ_when_the_columns_are_named() =>
        Assert.Equal(2, JsonPayloadParser.Parse("""[{"a":1},{"b":1}]"""u8.ToArray(), sameKeys: false, Limits).Rows);

    [Fact]
    public void A_row_has_no_more_keys_than_a_table_can_have_columns()
    {
        static string Row(int keys) => "{" + string.Join(',', Enumerable.Range(0, keys).Select(i => $"\"k{i}\":1")) + "}";

        Assert.Equal(1600, Parse(Row(1600)).Keys.Length);
        Assert.Equal("A row may have 1600 keys at most", Refusals.Of(() => Parse(Row(1601))).Error.Message);
        Assert.Equal("All object keys must match", Refusals.Of(() => Parse($"[{Row(1)},{Row(100_000)}]")).Error.Message);
    }

    [Fact]
    public void A_key_far_longer_than_any_name_is_refused_before_it_is_decoded()
    {
        const int longest = 64 * 1024;
        var (fits, escaped, tooLong) = (new string('k', longest), string.Concat(Enumerable.Repeat("\\u006b", (longest / 6) + 1)), new string('k', longest + 1));

        Assert.Equal(fits, Assert.Single(Parse($$"""{"{{fits}}":1}""").Keys));
        foreach (var body in new[] { $$"""{"{{tooLong}}":1}""", $$"""{"{{escaped}}":1}""", $$"""[{"a":1},{"{{tooLong}}":1}]""" })
        {
            var refusal = Refusals.Of(() => Parse(body));
            Assert.Equal((400, "PGRST102", "A key of the body is longer than any column's name"), (refusal.Status, refusal.Error.Code, refusal.Error.Message));
        }
    }

    [Fact]
    public void The_deepest_allowed_nesting_is_allowed() => Assert.Equal(1, Parse("""[{"a":[[1]]}]""").Rows);

    [Fact]
    public void Depth_without_end_is_refused() =>
        Assert.InRange(Refusals.Of(() => Parse(new string('[', 100_000))).Status, 400, 400);

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused() =>
        Assert.Equal("KB004", Refusals.Of(() => JsonPayloadParser.Parse(new byte[] { (byte)'{', 0xff, (byte)'}' }, true, Limits)).Error.Code);

    private static JsonPayload Parse(string json) => JsonPayloadParser.Parse(Encoding.UTF8.GetBytes(json), sameKeys: true, Limits);
}
