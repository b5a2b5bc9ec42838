using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Kolaybase.Api.Rest.Execution;

namespace Kolaybase.Tests.Rest.Execution;

public class RowTextTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"")]
    [InlineData("\u0001\u001f", "\"\\u0001\\u001f\"")]
    [InlineData("\u007f</ş💧\u2028", "\"\u007f</ş💧\u2028\"")]
    public void Only_what_must_be_escaped_is_escaped(string text, string expected) => Assert.Equal(expected, Write(text));

    [Property]
    public bool Any_text_is_read_back_by_a_JSON_reader(string? text)
    {
        var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
        return JsonDocument.Parse(Write(whole)).RootElement.GetString() == whole;
    }

    [Property]
    public void A_buffer_keeps_all_it_was_given_however_it_grows(byte[][]? pieces)
    {
        using var buffer = new ByteBuffer(1);
        foreach (var piece in pieces ?? [])
        {
            buffer.Append(piece);
        }

        Assert.Equal((pieces ?? []).SelectMany(p => p), buffer.Written.ToArray());
    }

    private static string Write(string text)
    {
        using var buffer = new ByteBuffer(4);
        JsonText.AppendString(buffer, Encoding.UTF8.GetBytes(text));
        return Encoding.UTF8.GetString(buffer.Written.Span);
    }
}
