namespace Kolaybase.ControlPlane.Databases;

/// <summary>Quotes what has to be part of a statement's text: commands that take no parameters (<c>CREATE ROLE</c>, <c>GRANT</c>, …).</summary>
internal static class SqlText
{
    /// <summary>An identifier. PostgreSQL's limit of 63 bytes is the caller's to keep.</summary>
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A string literal, whatever <c>standard_conforming_strings</c> says.</summary>
    public static string Literal(string text)
    {
        var doubled = text.Replace("'", "''", StringComparison.Ordinal);
        return text.Contains('\\', StringComparison.Ordinal) ? $" E'{doubled.Replace("\\", "\\\\", StringComparison.Ordinal)}'" : $"'{doubled}'";
    }
}
