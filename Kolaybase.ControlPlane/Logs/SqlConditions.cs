using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Npgsql;

namespace Kolaybase.ControlPlane.Logs;

/// <summary>PostgreSQL's names of SQLSTATEs (its documentation, appendix A). Its messages quote rows and texts of tenants; these say what they are about and quote nothing.</summary>
public static class SqlConditions
{
    private static readonly Lazy<FrozenDictionary<string, string>> s_names = new(Read);

    /// <summary>The condition, e.g. <c>unique_violation</c>; null for a state that PostgreSQL does not name, such as one that a function has made up.</summary>
    public static string? NameOf(string sqlState) => s_names.Value.GetValueOrDefault(sqlState);

    /// <summary>A state as logs may keep it: one that PostgreSQL does not name was made up by SQL of a project, may be any value, and is <c>P0001</c>.</summary>
    public static string Known(string sqlState) => s_names.Value.ContainsKey(sqlState) ? sqlState : PostgresErrorCodes.RaiseException;

    private static FrozenDictionary<string, string> Read() => typeof(PostgresErrorCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(f => f.IsLiteral && f.FieldType == typeof(string))
        .Select(f => (State: (string)f.GetRawConstantValue()!, Name: JsonNamingPolicy.SnakeCaseLower.ConvertName(f.Name)))
        .GroupBy(c => c.State)
        .ToFrozenDictionary(g => g.Key, g => g.First().Name, StringComparer.Ordinal);
}
