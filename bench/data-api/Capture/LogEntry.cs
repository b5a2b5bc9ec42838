using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kolaybase.Bench.DataApi.Capture;

/// <summary>Reads executed statements off lines of PostgreSQL's JSON log (manual, 20.8.5).</summary>
internal static partial class LogEntry
{
    /// <summary>The statement of a line; null when it is of another role or tells something else.</summary>
    /// <param name="line">One line of the log.</param>
    /// <param name="role">Whose statements are wanted.</param>
    public static CapturedStatement? Read(string line, string role)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        if (!root.TryGetProperty("user", out var user) || user.GetString() != role
            || !root.TryGetProperty("message", out var message)
            || Execute().Match(message.GetString()!) is not { Success: true } match)
        {
            return null;
        }

        return new(match.Groups[1].Value, root.TryGetProperty("detail", out var detail) ? Parameters(detail.GetString()!) : []);
    }

    /// <summary>The values of <c>parameters: $1 = 'it''s', $2 = NULL</c>.</summary>
    private static List<string?> Parameters(string detail)
    {
        var values = new List<string?>();
        foreach (Match match in Parameter().Matches(detail))
        {
            values.Add(match.Groups[1].Success ? new StringBuilder(match.Groups[1].Value).Replace("''", "'").ToString() : null);
        }

        return values;
    }

    // Parse and bind have lines of their own; a statement without a name is "<unnamed>".
    [GeneratedRegex(@"^duration: [0-9.]+ ms  execute [^:]+: (.*)$", RegexOptions.Singleline)]
    private static partial Regex Execute();

    [GeneratedRegex(@"\$[0-9]+ = (?:'((?:[^']|'')*)'|NULL)", RegexOptions.Singleline)]
    private static partial Regex Parameter();
}
