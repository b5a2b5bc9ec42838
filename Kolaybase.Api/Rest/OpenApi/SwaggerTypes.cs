using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kolaybase.Api.Rest.OpenApi;

/// <summary>What Swagger 2.0 calls PostgreSQL's types, as PostgREST maps them.</summary>
internal static class SwaggerTypes
{
    private const string Array = "[]";

    /// <summary>The type; null for JSON, which may be anything.</summary>
    public static string? Of(string type) => type switch
    {
        "boolean" => "boolean",
        "smallint" or "integer" or "bigint" => "integer",
        "numeric" or "real" or "double precision" => "number",
        "json" or "jsonb" => null,
        _ => type.EndsWith(Array, StringComparison.Ordinal) ? "array" : "string",
    };

    /// <summary>The type of an array's elements.</summary>
    public static string Element(string type) => type[..^Array.Length];

    /// <summary>A default as a JSON value; null when it is no constant that JSON can say. A text that is an expression is shown as SQL.</summary>
    public static JsonNode? Default(string type, string expression)
    {
        if (Of(type) == "string")
        {
            return expression == "NULL" || expression.StartsWith("NULL::", StringComparison.Ordinal) ? null : JsonValue.Create(Unquoted(type, expression));
        }

        try
        {
            return JsonNode.Parse(expression);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Of <c>'it''s'::text</c> what stands between the quotes.</summary>
    private static string Unquoted(string type, string expression)
    {
        var suffix = "::" + type;
        if (!expression.EndsWith(suffix, StringComparison.Ordinal))
        {
            return expression;
        }

        var constant = expression[..^suffix.Length];
        return constant is ['\'', .. var inner, '\''] ? inner.Replace("''", "'", StringComparison.Ordinal) : constant;
    }
}
