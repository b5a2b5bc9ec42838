using System.Text.Json;
using Kolaybase.Api.Http.Json;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>Comments of a body: a text, or null, which takes the comment away.</summary>
internal static class Comment
{
    /// <summary>Longest comment, in characters.</summary>
    public const int MaxLength = 10_000;

    /// <summary>What is wrong with it, in words that follow the field's name; null when it is fine or absent.</summary>
    public static string? Fault(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String => StorableText.Of(value) is not { } text || text.Contains('\0', StringComparison.Ordinal) ? "must be proper Unicode without NUL"
            : text.Length > MaxLength ? $"must be at most {MaxLength} characters" : null,
        _ => "must be a text or null",
    };

    /// <summary>What follows <c>IS</c>; an empty comment is none.</summary>
    public static string ToSql(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? SqlLiteral.Quote(text) : "NULL";
}
