using System.Text.Json;

namespace Kolaybase.Api.Http.Json;

/// <summary>Text that PostgreSQL can store: no NUL, which its text types exclude, and no half of a surrogate pair, which UTF-8 can't spell.</summary>
internal static class StorableText
{
    /// <summary>What is wrong with other text, in words that follow the field's name.</summary>
    public const string Fault = "must not contain NUL characters or halves of surrogate pairs";

    /// <summary>Whether a text is storable.</summary>
    public static bool Is(string text) => !text.Contains('\0', StringComparison.Ordinal) && IsWellFormed(text);

    /// <summary>Whether every surrogate has its other half.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }

    /// <summary>The text of a JSON string; null when PostgreSQL can't store it.</summary>
    /// <remarks>For values that are bound as they came. <see cref="StorableStringConverter"/> looks at fields that are bound to strings.</remarks>
    public static string? Of(JsonElement value)
    {
        try
        {
            var text = value.GetString()!;
            return Is(text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape such as "\ud800" is proper JSON, but no text.
            return null;
        }
    }

    /// <summary>The same.</summary>
    /// <exception cref="ApiException">400 <see cref="ErrorCodes.UnstorableText"/>.</exception>
    public static string Require(JsonElement value, string field) => Of(value) ?? throw Refuse(field);

    /// <summary>The refusal.</summary>
    public static ApiException Refuse(string field) => new(StatusCodes.Status400BadRequest, ErrorCodes.UnstorableText, $"\"{field}\" {Fault}.");

    /// <summary>The text itself, for code that writes SQL: what is wrong here would end a statement early or break the connection's encoding.</summary>
    /// <exception cref="ApiException">400 <see cref="ErrorCodes.UnstorableText"/>.</exception>
    public static string RequireInSql(string text) => Is(text)
        ? text
        : throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.UnstorableText, $"A text of the request {Fault}.");
}
