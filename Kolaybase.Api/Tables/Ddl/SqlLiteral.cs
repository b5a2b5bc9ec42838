using Kolaybase.Api.Http.Json;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>Text as an SQL string constant, for statements that take no parameters (DDL).</summary>
internal static class SqlLiteral
{
    /// <summary>
    /// The constant. With a backslash in it the form is <c>E''</c>, which means the same whatever
    /// <c>standard_conforming_strings</c> says.
    /// </summary>
    public static string Quote(string text)
    {
        var doubled = StorableText.RequireInSql(text).Replace("'", "''", StringComparison.Ordinal);
        return doubled.Contains('\\', StringComparison.Ordinal)
            ? $"E'{doubled.Replace("\\", "\\\\", StringComparison.Ordinal)}'"
            : $"'{doubled}'";
    }
}
