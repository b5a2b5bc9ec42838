using System.Text.Json;

namespace Kolaybase.Api.Sql.Values;

/// <summary>Writes values as JSON, from the text that PostgreSQL has for them: the same JSON as the data API and <c>to_json</c> give.</summary>
internal static class JsonValue
{
    /// <summary>Writes a value that is not null.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> text, ValueForm form)
    {
        switch (form)
        {
            case ValueForm.Number when IsNumber(text):
            case ValueForm.Json:
                json.WriteRawValue(text, skipInputValidation: true);
                break;
            case ValueForm.Boolean when text is [(byte)'t' or (byte)'f']:
                json.WriteBooleanValue(text[0] == 't');
                break;
            case ValueForm.Timestamp:
                json.WriteStringValue(IsoTime.Of(text));
                break;
            case ValueForm.Array array when ArrayText.Parse(text, array.Delimiter) is { } parsed:
                Write(json, parsed, array.Element);
                break;
            case ValueForm.Composite composite when CompositeText.Parse(text) is { } fields && fields.Count == composite.Fields.Count:
                WriteObject(json, fields, composite);
                break;
            default:
                json.WriteStringValue(text);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, ArrayText array, ValueForm element)
    {
        json.WriteStartArray();
        foreach (var item in array.Items)
        {
            if (item.Nested is { } nested)
            {
                Write(json, nested, element);
            }
            else
            {
                WriteOrNull(json, item.Text, element);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter json, List<byte[]?> fields, ValueForm.Composite composite)
    {
        json.WriteStartObject();
        for (var i = 0; i < fields.Count; i++)
        {
            json.WritePropertyName(composite.Fields[i].Name);
            WriteOrNull(json, fields[i], composite.Fields[i].Form);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a value.</summary>
    public static void WriteOrNull(Utf8JsonWriter json, byte[]? text, ValueForm form)
    {
        if (text is null)
        {
            json.WriteNullValue();
        }
        else
        {
            Write(json, text, form);
        }
    }

    // PostgreSQL writes numbers as JSON does, and words for the rest.
    private static bool IsNumber(ReadOnlySpan<byte> text) =>
        text is [>= (byte)'0' and <= (byte)'9', ..] or [(byte)'-', >= (byte)'0' and <= (byte)'9', ..];
}
