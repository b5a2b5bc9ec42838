using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Npgsql;

namespace Kolaybase.Api.Http.RequestLog;

/// <summary>PostgreSQL's names of SQLSTATEs (its documentation, appendix A). Its messages quote rows and texts of tenants; these say what they are about and quote nothing.</summary>
internal static class SqlConditions
{
    private static readonly Lazy<FrozenDictionary<string, string>> s_names = new(Read);

    /// <summary>The condition, e.g. <c>unique_violation</c>; null for a state that PostgreSQL does not name, such as one that a function has made up.</summary>
    public static string? NameOf(string sqlState) => s_names.Value.GetValueOrDefault(sqlState);

    /// <summary>Whether a code has the form of a SQLSTATE.</summary>
    public static bool IsSqlState(string code) =>
        code.Length == 5 && !code.StartsWith("KB", StringComparison.Ordinal) && code.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c));

    private static FrozenDictionary<string, string> Read() => typeof(PostgresErrorCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(f => f.IsLiteral && f.FieldType == typeof(string))
        .Select(f => (State: (string)f.GetRawConstantValue()!, Name: JsonNamingPolicy.SnakeCaseLower.ConvertName(f.Name)))
        .GroupBy(c => c.State)
        .ToFrozenDictionary(g => g.Key, g => g.First().Name, StringComparer.Ordinal);
}
