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

    /// <summary>The headers.</summary>
    public static string ToJson(IHeaderDictionary headers) => Write(headers
        .Where(h => !h.Key.Equals("apikey", StringComparison.OrdinalIgnoreCase) && !h.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && !h.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
        .Select(h => (h.Key.ToLowerInvariant(), h.Value.ToString())));

    /// <summary>The cookies.</summary>
    public static string CookiesToJson(IRequestCookieCollection cookies) => cookies.Count == 0 ? "{}" : Write(cookies.Select(c => (c.Key, c.Value)));

    private static string Write(IEnumerable<(string Name, string Value)> values)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        var length = 0;
        foreach (var (name, value) in values)
        {
            length += name.Length + value.Length;
            if (length <= Longest && !value.Contains('\0', StringComparison.Ordinal))
            {
                json.WriteString(name, value);
            }
        }

        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
