using System.Globalization;
using System.Text.RegularExpressions;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>
/// A function's own settings that have to hold for the whole transaction, since inside the function they come too late (PostgREST,
/// <c>db-hoisted-tx-settings</c>): <c>statement_timeout</c> and <c>default_transaction_isolation</c>.
/// </summary>
internal static partial class HoistedSettings
{
    /// <summary>How long the statement may run, in milliseconds; null when the function does not say.</summary>
    /// <param name="settings">The function's settings.</param>
    /// <param name="most">What no function goes beyond, be it by having no limit.</param>
    public static int? StatementMilliseconds(IEnumerable<KeyValuePair<string, string>> settings, int most)
    {
        if (Find(settings, "statement_timeout") is not { } text || Duration().Match(text) is not { Success: true } parts
            || !double.TryParse(parts.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var milliseconds = number * parts.Groups[2].Value switch
        {
            "us" => 0.001,
            "s" => 1_000,
            "min" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => 1,
        };
        // What rounds to zero is no limit, as in PostgreSQL.
        return Math.Round(milliseconds) is var rounded && rounded >= 1 && rounded < most ? (int)rounded : most;
    }

    /// <summary>The level as SQL has it; null when the function does not say.</summary>
    public static string? Isolation(IEnumerable<KeyValuePair<string, string>> settings) => Find(settings, "default_transaction_isolation")?.ToLowerInvariant() switch
    {
        "serializable" => "SERIALIZABLE",
        "repeatable read" => "REPEATABLE READ",
        "read committed" => "READ COMMITTED",
        "read uncommitted" => "READ UNCOMMITTED",
        _ => null,
    };

    private static string? Find(IEnumerable<KeyValuePair<string, string>> settings, string name) =>
        settings.Where(s => s.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(s => s.Value).FirstOrDefault();

    [GeneratedRegex(@"^\s*([0-9.]+)\s*(us|ms|s|min|h|d)?\s*$")]
    private static partial Regex Duration();
}
