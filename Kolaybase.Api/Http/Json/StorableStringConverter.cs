using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kolaybase.Api.Http.Json;

/// <summary>
/// Refuses strings that PostgreSQL can't store: U+0000, which its text types exclude, and halves of
/// surrogate pairs, which JSON's escapes can spell but UTF-8 can't.
/// </summary>
internal sealed class StorableStringConverter : JsonConverter<string>
{
    public override bool HandleNull => false;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException();
        }

        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape such as "\ud800".
            throw new JsonException(StorableText.Fault);
        }

        return text.Contains('\0', StringComparison.Ordinal) ? throw new JsonException(StorableText.Fault) : text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
}
