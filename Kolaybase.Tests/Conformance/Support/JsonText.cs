using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kolaybase.Tests.Conformance.Support;

/// <summary>JSON in one spelling, so that two texts can be compared: blanks and escapes don't count, order and the digits of numbers do.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Quote(string text) => JsonSerializer.Serialize(text, Plain);

    /// <summary>The text in that spelling, or as it is when it is no JSON.</summary>
    public static string Normal(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var text = new StringBuilder();
            Append(text, document.RootElement);
            return text.ToString();
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AppendAll(text, '{', '}', value.EnumerateObject(), static (text, property) =>
                {
                    text.Append(Quote(property.Name)).Append(':');
                    Append(text, property.Value);
                });
                break;
            case JsonValueKind.Array:
                AppendAll(text, '[', ']', value.EnumerateArray(), Append);
                break;
            case JsonValueKind.String:
                text.Append(Quote(value.GetString()!));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, char close, IEnumerable<T> items, Action<StringBuilder, T> append)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            text.Append(first ? "" : ",");
            first = false;
            append(text, item);
        }

        text.Append(close);
    }
}
