using System.Buffers;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>
/// Writes JSON strings exactly as PostgreSQL's <c>escape_json</c> does: quotes, backslashes and control
/// characters below space are escaped, everything else is copied. <see cref="System.Text.Json.Utf8JsonWriter"/> escapes more.
/// </summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> ToEscape = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    /// <summary>Adds a string in its quotes.</summary>
    public static void AppendString(ByteBuffer output, ReadOnlySpan<byte> utf8)
    {
        output.Append("\""u8);
        while (utf8.IndexOfAny(ToEscape) is var at && at >= 0)
        {
            output.Append(utf8[..at]);
            AppendEscape(output, utf8[at]);
            utf8 = utf8[(at + 1)..];
        }

        output.Append(utf8);
        output.Append("\""u8);
    }

    private static void AppendEscape(ByteBuffer output, byte character)
    {
        switch (character)
        {
            case (byte)'"':
                output.Append("\\\""u8);
                break;
            case (byte)'\\':
                output.Append("\\\\"u8);
                break;
            case (byte)'\b':
                output.Append("\\b"u8);
                break;
            case (byte)'\f':
                output.Append("\\f"u8);
                break;
            case (byte)'\n':
                output.Append("\\n"u8);
                break;
            case (byte)'\r':
                output.Append("\\r"u8);
                break;
            case (byte)'\t':
                output.Append("\\t"u8);
                break;
            default:
                output.Append("\\u00"u8);
                output.Append([Hex(character >> 4), Hex(character & 15)]);
                break;
        }
    }

    private static byte Hex(int digit) => "0123456789abcdef"u8[digit];
}
