namespace Kolaybase.ControlPlane.Identity.Builtin;

/// <summary>Text as a part of a <c>LIKE</c> pattern (PostgreSQL, 9.7.1).</summary>
internal static class LikePattern
{
    /// <summary>The character that makes the next one stand for itself.</summary>
    public const string EscapeCharacter = "\\";

    /// <summary>The text with its wildcards made plain.</summary>
    public static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
