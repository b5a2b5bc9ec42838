namespace Kolaybase.Api.Rest.Sql;

/// <summary>Pieces of SQL text.</summary>
internal static class SqlText
{
    /// <summary>A quoted identifier (PostgreSQL, 4.1.1): quotes doubled, nothing else has a meaning inside.</summary>
    public static string Identifier(string name) =>
        name.Contains('\0', StringComparison.Ordinal)
            ? throw new ArgumentException("No identifier holds NUL.", nameof(name))
            : "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
