using System.Text;
using System.Text.Json;
using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Json;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>A column's <c>defaultValue</c>: a literal, unless it is <c>{"expression": "…"}</c> or one of the usual calls spelled as text.</summary>
internal abstract record DefaultValue
{
    // Texts that everybody means as calls. Who wants such a text itself writes {"expression": "'now()'"}.
    private static readonly HashSet<string> UsualCalls = new(StringComparer.OrdinalIgnoreCase)
    {
        "now()", "current_timestamp", "current_date", "current_time", "localtime", "localtimestamp",
        "clock_timestamp()", "statement_timestamp()", "transaction_timestamp()",
        "gen_random_uuid()", "uuid_generate_v4()", "uuidv4()", "uuidv7()",
        "current_user", "session_user", "current_role",
        "auth.uid()", "auth.role()", "auth.email()", "auth.jwt()",
    };

    /// <summary>Reads what a caller sent; null when the field is absent (<see cref="JsonValueKind.Undefined"/>).</summary>
    /// <exception cref="ApiException">400 when it can't be a default.</exception>
    public static DefaultValue? Parse(JsonElement value, string field) => value.ValueKind switch
    {
        JsonValueKind.Undefined => null,
        JsonValueKind.Null => new Nothing(),
        JsonValueKind.String when StorableText.Require(value, field).Trim() is var text && UsualCalls.Contains(text) => new Expression($"({text})"),
        JsonValueKind.Object when IsExpression(value) is { } expression => expression.ValueKind == JsonValueKind.String
            ? new Expression(SqlExpression.Require(StorableText.Require(expression, $"{field}.expression"), $"{field}.expression"))
            : throw TableErrors.Invalid($"{field}.expression", "must be a text"),
        _ => new Literal(value, field),
    };

    /// <summary>What follows <c>DEFAULT</c> for a column of that type.</summary>
    /// <exception cref="ApiException">400 when no value of that type can be meant.</exception>
    public abstract string ToSql(ResolvedType type);

    private static JsonElement? IsExpression(JsonElement value)
    {
        using var members = value.EnumerateObject();
        return members.MoveNext() && members.Current is var only && only.NameEquals("expression") && !members.MoveNext() ? only.Value : null;
    }

    /// <summary>No default: <c>null</c>.</summary>
    internal sealed record Nothing : DefaultValue
    {
        /// <inheritdoc/>
        public override string ToSql(ResolvedType type) => "NULL";
    }

    /// <summary>SQL between brackets.</summary>
    internal sealed record Expression(string Sql) : DefaultValue
    {
        /// <inheritdoc/>
        public override string ToSql(ResolvedType type) => Sql;
    }

    /// <summary>A value.</summary>
    internal sealed record Literal(JsonElement Value, string Field) : DefaultValue
    {
        /// <summary>
        /// A constant that PostgreSQL itself reads as the column's type when the column is made, so
        /// that a default that is no such value is refused there and then.
        /// </summary>
        public override string ToSql(ResolvedType type) => SqlLiteral.Quote(type.IsJson ? Value.GetRawText() : Text(type));

        private string Text(ResolvedType type) => Value.ValueKind switch
        {
            JsonValueKind.String => StorableText.Require(Value, Field),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Value.GetRawText(),
            JsonValueKind.Array when type.IsArray => ArrayText(Value, type.Delimiter, Field),
            JsonValueKind.Array => throw TableErrors.Invalid(Field, $"is an array, which a column of type {type.Sql} can't hold"),
            _ => throw TableErrors.Invalid(Field, $"is an object, which a column of type {type.Sql} can't hold; an SQL expression is written {{\"expression\": \"…\"}}"),
        };

        /// <summary>An array in PostgreSQL's text form, every element between quotes.</summary>
        private static string ArrayText(JsonElement array, char delimiter, string field)
        {
            var text = new StringBuilder("{");
            var index = 0;
            foreach (var element in array.EnumerateArray())
            {
                var at = $"{field}[{index++}]";
                if (text.Length > 1)
                {
                    text.Append(delimiter);
                }

                text.Append(element.ValueKind switch
                {
                    JsonValueKind.Array => ArrayText(element, delimiter, at),
                    JsonValueKind.Null => "NULL",
                    JsonValueKind.String => QuoteElement(StorableText.Require(element, at)),
                    JsonValueKind.Object => QuoteElement(element.GetRawText()),
                    _ => element.GetRawText(),
                });
            }

            return text.Append('}').ToString();
        }

        private static string QuoteElement(string text) =>
            $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
