using System.Text;
using System.Text.Json;
using Kolaybase.Api.Http.Json;

namespace Kolaybase.Api.Sql.Values;

/// <summary>Writes a JSON array as the text of one of PostgreSQL's.</summary>
internal static class ArrayLiteral
{
    /// <summary>The text; arrays inside are further dimensions, objects are JSON.</summary>
    public static string Of(JsonElement array, string field)
    {
        var text = new StringBuilder();
        Write(text, array, field);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonElement value, string field)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                text.Append('{');
                var first = true;
                foreach (var item in value.EnumerateArray())
                {
                    text.Append(first ? "" : ",");
                    first = false;
                    Write(text, item, field);
                }

                text.Append('}');
                break;
            case JsonValueKind.Null:
                text.Append("NULL");
                break;
            default:
                var plain = value.ValueKind == JsonValueKind.String ? StorableText.Require(value, field) : value.GetRawText();
                text.Append('"').Append(plain.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
                break;
        }
    }
}
