using Microsoft.Net.Http.Headers;

namespace Kolaybase.Api.Rest.MediaTypes;

/// <summary>Reads <c>Content-Type</c> of a request.</summary>
internal static class ContentTypeHeader
{
    private const string Rows = "Send application/json, text/csv or application/x-www-form-urlencoded, in UTF-8.";
    private const string Arguments = "Send application/json, application/x-www-form-urlencoded, or as the one argument of a function text/plain, text/xml or application/octet-stream; text is UTF-8.";

    /// <summary>What the body is; JSON is what is meant when nothing is said, as in PostgREST.</summary>
    /// <param name="contentType">The header; null or empty when there is none.</param>
    /// <param name="call">Whether a function is called, which may take the body as it is.</param>
    /// <exception cref="Http.ApiException">415 <c>KB415</c>: no type that is read, or not in UTF-8.</exception>
    public static BodyKind Parse(string? contentType, bool call)
    {
        if (string.IsNullOrEmpty(contentType))
        {
            return BodyKind.Json;
        }

        var kind = MediaTypeHeaderValue.TryParse(contentType, out var type)
            ? type.MediaType.ToString().ToLowerInvariant() switch
            {
                "application/json" or "application/vnd.pgrst.array" or "application/vnd.pgrst.array+json" => BodyKind.Json,
                "text/csv" => BodyKind.Csv,
                "application/x-www-form-urlencoded" => BodyKind.Form,
                "text/plain" when call => BodyKind.Text,
                "text/xml" when call => BodyKind.Xml,
                "application/octet-stream" when call => BodyKind.Octets,
                _ => null as BodyKind?,
            }
            : null;
        return kind is { } known && (known == BodyKind.Octets || !type!.Charset.HasValue || IsUtf8(type.Charset.ToString()))
            ? known
            : throw RestErrors.UnsupportedMediaType(contentType, call ? Arguments : Rows);
    }

    private static bool IsUtf8(string charset) =>
        charset.Trim('"') is var name && (name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || name.Equals("us-ascii", StringComparison.OrdinalIgnoreCase));
}
