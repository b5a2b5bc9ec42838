using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kolaybase.Api.Sql.Values;

/// <summary>A row: an object by column name, as JSON that is written already. No number is rounded.</summary>
/// <param name="Json">The JSON.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct SqlRow(ReadOnlyMemory<byte> Json)
{
    internal sealed class Converter : JsonConverter<SqlRow>
    {
        public override SqlRow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Rows are written only.");

        public override void Write(Utf8JsonWriter writer, SqlRow value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json.Span, skipInputValidation: true);
    }
}
