using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>
/// The request's headers and cookies as JSON, which functions and policies find in <c>request.headers</c> and <c>request.cookies</c>
/// (PostgREST, Transactions). Names are in lower case. What proves who calls is left out: the claims tell as much, and a key
/// that reaches SQL ends up in tables and logs.
/// </summary>
internal static class RequestHeaders
{
    /// <summary>Characters of all values together beyond which the rest is left out: Kestrel's limit of a request's headers is near.</summary>
    private const int Longest = 32 * 1024;

    private const int Usual = 4 * 1024;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? t_writer;

    /// <summary>The headers.</summary>
    public static string ToJson(IHeaderDictionary headers)
    {
        var (buffer, json) = Begin();
        var length = 0;
        // Names are tokens (RFC 9110, 5.1): as long as they are short, their small letters need no string of their own.
        Span<char> name = stackalloc char[128];
        foreach (var (key, value) in headers)
        {
            if (!IsSecret(key))
            {
                Add(json, key.Length <= name.Length ? name[..key.AsSpan().ToLowerInvariant(name)] : key.ToLowerInvariant(), value.ToString(), ref length);
            }
        }

        return End(buffer, json);
    }

    /// <summary>The cookies.</summary>
    public static string CookiesToJson(IRequestCookieCollection cookies)
    {
        if (cookies.Count == 0)
        {
            return "{}";
        }

        var (buffer, json) = Begin();
        var length = 0;
        foreach (var (name, value) in cookies)
        {
            Add(json, name, value, ref length);
        }

        return End(buffer, json);
    }

    private static bool IsSecret(string name) =>
        name.Equals("apikey", StringComparison.OrdinalIgnoreCase) || name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase);

    private static void Add(Utf8JsonWriter json, ReadOnlySpan<char> name, string value, ref int length)
    {
        length += name.Length + value.Length;
        if (length <= Longest && !value.Contains('\0', StringComparison.Ordinal))
        {
            json.WriteString(name, value);
        }
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) Begin()
    {
        // One that has once held much is not kept for what is left of the thread.
        if (t_writer is not var (buffer, json) || buffer.Capacity > 4 * Usual)
        {
            buffer = new(Usual);
            json = new(buffer);
            t_writer = (buffer, json);
        }

        // Whatever an exception has left is gone with it.
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        return (buffer, json);
    }

    private static string End(ArrayBufferWriter<byte> buffer, Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
