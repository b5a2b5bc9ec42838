using System.Buffers;
using System.Text;
using System.Text.Json;
using Kolaybase.Api.Sql.Values;

namespace Kolaybase.Tests.Sql.Values;

public class JsonValueTests
{
    private static readonly ValueForm Number = new ValueForm.Number();
    private static readonly ValueForm Text = ValueForm.Default;
    private static readonly ValueForm Pair = new ValueForm.Composite([("a", Number), ("b \"q\"", Text)]);

    [Theory]
    [InlineData("12345678901234567890.10", "12345678901234567890.10")]
    [InlineData("-0", "-0")]
    [InlineData("1e+300", "1e+300")]
    [InlineData("NaN", "\"NaN\"")]
    [InlineData("-Infinity", "\"-Infinity\"")]
    public void Numbers_keep_their_digits(string text, string json) => Assert.Equal(json, Write(text, Number));

    [Theory]
    [InlineData("{}", "[]")]
    [InlineData("{1,NULL,-2.50}", "[1,null,-2.50]")]
    [InlineData("{{1,2},{3,4}}", "[[1,2],[3,4]]")]
    [InlineData("[0:1]={7,8}", "[7,8]")]
    [InlineData("[-1:0][2:2]={{7},{8}}", "[[7],[8]]")]
    [InlineData("1 2", "\"1 2\"")]
    public void Arrays_are_arrays(string text, string json) => Assert.Equal(json, Write(text, new ValueForm.Array(Number, (byte)',')));

    [Theory]
    [InlineData("{a,\"b,c\",\"\\\"}\\\\\",\"NULL\",NULL,\"\"}", "[\"a\",\"b,c\",\"\\\"}\\\\\",\"NULL\",null,\"\"]")]
    public void Texts_in_arrays_are_unquoted(string text, string json) => Assert.Equal(json, Write(text, new ValueForm.Array(Text, (byte)',')));

    [Fact]
    public void Boxes_are_separated_by_semicolons() =>
        Assert.Equal("[\"(1,1),(0,0)\",\"(2,2),(1,1)\"]", Write("{(1,1),(0,0);(2,2),(1,1)}", new ValueForm.Array(Text, (byte)';')));

    [Theory]
    [InlineData("(1,x)", "{\"a\":1,\"b \\\"q\\\"\":\"x\"}")]
    [InlineData("(,)", "{\"a\":null,\"b \\\"q\\\"\":null}")]
    [InlineData("(1,\"\")", "{\"a\":1,\"b \\\"q\\\"\":\"\"}")]
    [InlineData("(1,\"a,b)\"\"\\\\\")", "{\"a\":1,\"b \\\"q\\\"\":\"a,b)\\\"\\\\\"}")]
    [InlineData("(1,2,3)", "\"(1,2,3)\"")]
    public void Rows_are_objects(string text, string json) => Assert.Equal(json, Write(text, Pair));

    [Theory]
    [InlineData("2024-01-31 12:00:00.5+00", "2024-01-31T12:00:00.5+00:00")]
    [InlineData("2024-01-31 12:00:00-03:30", "2024-01-31T12:00:00-03:30")]
    [InlineData("2024-01-31 12:00:00", "2024-01-31T12:00:00")]
    [InlineData("12024-01-31 12:00:00", "12024-01-31T12:00:00")]
    [InlineData("0044-03-15 12:00:00+00 BC", "0044-03-15T12:00:00+00:00 BC")]
    [InlineData("0044-03-15 12:00:00 BC", "0044-03-15T12:00:00 BC")]
    [InlineData("infinity", "infinity")]
    [InlineData("Wed Jan 31 12:00:00 2024", "Wed Jan 31 12:00:00 2024")]
    [InlineData("31.01.2024 12:00:00", "31.01.2024 12:00:00")]
    public void Points_in_time_are_spelled_as_in_ISO_8601(string text, string iso) => Assert.Equal($"\"{iso}\"", Write(text, new ValueForm.Timestamp()));

    [Fact]
    public void The_rest_is_text_or_as_it_is()
    {
        Assert.Equal("true", Write("t", new ValueForm.Boolean()));
        Assert.Equal("""{"a" : 1.0}""", Write("""{"a" : 1.0}""", new ValueForm.Json()));
        Assert.Equal("\"\\\\x00ff\"", Write("\\x00ff", Text));
        Assert.Equal("[[{\"a\":1,\"b \\\"q\\\"\":\"é\"}]]", Write("{{\"(1,é)\"}}", new ValueForm.Array(Pair, (byte)',')));
    }

    private static string Write(string text, ValueForm form)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            JsonValue.Write(json, Encoding.UTF8.GetBytes(text), form);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
