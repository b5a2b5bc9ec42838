using System.Buffers;
using System.Text.Unicode;

namespace Kolaybase.Api.Http.Requests;

/// <summary>What is wrong with a URL's percent-encoding.</summary>
internal enum PercentFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A '%' without two hexadecimal digits.</summary>
    Malformed,

    /// <summary>The decoded bytes are not UTF-8.</summary>
    NotUtf8,

    /// <summary>A NUL.</summary>
    Nul,
}

/// <summary>Checks percent-encoding (RFC 3986, 2.1) without decoding into strings.</summary>
internal static class PercentEncoding
{
    /// <summary>The first fault of a request target.</summary>
    public static PercentFault Check(ReadOnlySpan<char> target)
    {
        if (!target.Contains('%'))
        {
            return PercentFault.None;
        }

        // At most one byte for each character: a target is ASCII on the wire, and an escape shrinks.
        var rented = ArrayPool<byte>.Shared.Rent(target.Length);
        try
        {
            return Check(target, rented);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static PercentFault Check(ReadOnlySpan<char> target, Span<byte> bytes)
    {
        var length = 0;
        for (var i = 0; i < target.Length; i++)
        {
            if (target[i] != '%')
            {
                // Anything beyond ASCII was decoded by the server already; it only has to end a run.
                bytes[length++] = target[i] < 0x80 ? (byte)target[i] : (byte)'?';
                continue;
            }

            if (i + 2 >= target.Length || !char.IsAsciiHexDigit(target[i + 1]) || !char.IsAsciiHexDigit(target[i + 2]))
            {
                return PercentFault.Malformed;
            }

            var value = (byte)((Digit(target[i + 1]) << 4) | Digit(target[i + 2]));
            if (value == 0)
            {
                return PercentFault.Nul;
            }

            bytes[length++] = value;
            i += 2;
        }

        return Utf8.IsValid(bytes[..length]) ? PercentFault.None : PercentFault.NotUtf8;
    }

    private static int Digit(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
