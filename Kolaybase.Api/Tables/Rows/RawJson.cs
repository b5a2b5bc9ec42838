using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kolaybase.Api.Tables.Rows;

/// <summary>JSON that PostgreSQL wrote and that goes out untouched: no number is rounded, no depth is counted.</summary>
/// <param name="Text">The JSON.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct RawJson(string Text)
{
    internal sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new RawJson(document.RootElement.GetRawText());
        }

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Text, skipInputValidation: true);
    }
}
