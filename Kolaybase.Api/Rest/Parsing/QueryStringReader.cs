using System.Text;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>
/// Takes a query string apart as <c>application/x-www-form-urlencoded</c> does (WHATWG URL, 5.1): pairs
/// between ampersands, <c>+</c> is a space, <c>%hh</c> is a byte of UTF-8. Stricter in that bytes which are no
/// UTF-8, stray percent signs and NUL are refused: none of them can mean a name or value in PostgreSQL.
/// </summary>
internal static class QueryStringReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The pairs in their order; a pair without <c>=</c> has a null value.</summary>
    /// <param name="query">As sent, with or without the question mark.</param>
    public static List<KeyValuePair<string, string?>> Read(string query) => ReadPairs(query.AsSpan(query.StartsWith('?') ? 1 : 0));

    /// <summary>The pairs of a form's body, where a question mark is part of a name.</summary>
    public static List<KeyValuePair<string, string?>> ReadForm(string form) => ReadPairs(form);

    private static List<KeyValuePair<string, string?>> ReadPairs(ReadOnlySpan<char> rest)
    {
        var pairs = new List<KeyValuePair<string, string?>>();
        foreach (var range in rest.Split('&'))
        {
            var pair = rest[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            pairs.Add(equals < 0
                ? new(Decode(pair), null)
                : new(Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
        }

        return pairs;
    }

    /// <summary>Decodes one name or value.</summary>
    public static string Decode(ReadOnlySpan<char> text, bool plusIsSpace = true)
    {
        try
        {
            var bytes = new byte[Strict.GetMaxByteCount(text.Length)];
            var length = 0;
            while (!text.IsEmpty)
            {
                if (text[0] == '%')
                {
                    bytes[length++] = text.Length >= 3 && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2])
                        ? Convert.FromHexString(text.Slice(1, 2))[0]
                        : throw RestErrors.MalformedUrl("The text holds a percent sign that is no escape: write %25 for a percent sign");
                    text = text[3..];
                    continue;
                }

                var run = text.IndexOfAny('%', '+');
                run = run < 0 ? text.Length : Math.Max(run, 1);
                length += text[0] == '+' && plusIsSpace ? AddSpace(bytes, length) : Strict.GetBytes(text[..run], bytes.AsSpan(length));
                text = text[run..];
            }

            var decoded = Strict.GetString(bytes, 0, length);
            return decoded.Contains('\0', StringComparison.Ordinal)
                ? throw RestErrors.Unstorable("A NUL character (%00) can't be part of a name or a value in PostgreSQL")
                : decoded;
        }
        catch (ArgumentException)
        {
            throw RestErrors.MalformedUrl("The percent-encoded text is not UTF-8");
        }
    }

    private static int AddSpace(byte[] bytes, int at)
    {
        bytes[at] = (byte)' ';
        return 1;
    }
}
