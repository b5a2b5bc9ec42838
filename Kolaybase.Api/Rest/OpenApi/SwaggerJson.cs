using System.Text.Json;

namespace Kolaybase.Api.Rest.OpenApi;

/// <summary>The pieces that a Swagger 2.0 document is made of.</summary>
internal static class SwaggerJson
{
    /// <summary>Writes an object under a key.</summary>
    public static void Object(this Utf8JsonWriter json, string key, Action content)
    {
        json.WriteStartObject(key);
        content();
        json.WriteEndObject();
    }

    /// <summary>Writes an array under a key, or nothing when there is nothing in it.</summary>
    public static void Strings(this Utf8JsonWriter json, string key, params IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(key);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a text under a key, or nothing when there is none.</summary>
    public static void Optional(this Utf8JsonWriter json, string key, string? value)
    {
        if (value is not null)
        {
            json.WriteString(key, value);
        }
    }

    /// <summary>Writes <c>"$ref"</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="section">The section of the document.</param>
    /// <param name="name">The name in it, escaped as JSON pointers want (RFC 6901, 3).</param>
    public static void Reference(this Utf8JsonWriter json, string section, string name) =>
        json.WriteString("$ref", $"#/{section}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}");

    /// <summary>Writes an object with a reference to a shared parameter.</summary>
    public static void ParameterReference(this Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.Reference("parameters", name);
        json.WriteEndObject();
    }

    /// <summary>Writes one answer of an operation.</summary>
    public static void Response(this Utf8JsonWriter json, int status, string description, Action? more = null) =>
        json.Object(status.ToString(System.Globalization.CultureInfo.InvariantCulture), () =>
        {
            json.WriteString("description", description);
            more?.Invoke();
        });

    /// <summary>Writes <c>format</c>, <c>type</c> and <c>items</c> of a value.</summary>
    public static void Type(this Utf8JsonWriter json, string type)
    {
        var shape = SwaggerTypes.Of(type);
        json.WriteString("format", type);
        json.Optional("type", shape);
        if (shape == "array")
        {
            json.Object("items", () => json.Optional("type", SwaggerTypes.Of(SwaggerTypes.Element(type))));
        }
    }

    /// <summary>A comment's first line, which sums it up, and the rest behind an empty line or not; null where there is nothing.</summary>
    public static (string? Summary, string? Description) Split(string? comment)
    {
        var at = comment?.IndexOf('\n', StringComparison.Ordinal) ?? -1;
        return at < 0 ? (comment, null) : (comment![..at], comment[at..].TrimStart('\n') is { Length: > 0 } rest ? rest : null);
    }
}
