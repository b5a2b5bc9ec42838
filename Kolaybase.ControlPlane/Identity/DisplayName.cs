namespace Kolaybase.ControlPlane.Identity;

/// <summary>Rule of shown names of people, teams and projects: one line of text.</summary>
public static class DisplayName
{
    /// <summary>Most characters (UTF-16 units) after trimming.</summary>
    public const int MaxLength = 100;

    /// <summary>What is wrong with a name that is refused, for a message after the field's name.</summary>
    public const string Fault = "must have 1 to 100 characters on one line";

    /// <summary>What is wrong with an optional name that is refused.</summary>
    public const string OptionalFault = "must have at most 100 characters on one line";

    /// <summary>Whether a trimmed name is acceptable.</summary>
    public static bool Accepts(string trimmed) => trimmed.Length is > 0 and <= MaxLength && IsOneLine(trimmed);

    /// <summary>Whether an optional trimmed name is acceptable; null and empty mean that none is told.</summary>
    public static bool AcceptsOptional(string? trimmed) => string.IsNullOrEmpty(trimmed) || Accepts(trimmed);

    /// <summary>The name to store: trimmed, null when nothing is left.</summary>
    public static string? Optional(string? name) => string.IsNullOrWhiteSpace(name) ? null : name.Trim();

    // Line and paragraph separators break lines too; format characters (zero width joiners) are part of real names.
    private static bool IsOneLine(string name) => !name.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029');
}
