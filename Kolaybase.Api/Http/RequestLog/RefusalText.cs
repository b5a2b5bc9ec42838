using System.Text.RegularExpressions;
using Kolaybase.ControlPlane.Logs;
using Npgsql;

namespace Kolaybase.Api.Http.RequestLog;

/// <summary>
/// A refusal as the log may keep it. Messages repeat what a client sent, so the cause is what the code means, with the names of parameters and fields that
/// the message names and that are ours; of what a database said it is the name of its condition. Details are not kept at all.
/// </summary>
internal static partial class RefusalText
{
    private const string Raised = "A function or a policy of the project raised it.";

    /// <summary>Quotations that are our own words.</summary>
    private static readonly string[] s_ours =
    [
        "\"apikey: <key>\"", "\"Authorization: Bearer <access token>\"", "\"Authorization: Bearer <token>\"", "\"Content-Type: application/json\"",
        "'Prefer: handling=strict, max-affected=N'", "\"using\"",
    ];

    /// <summary>Code, cause and hint.</summary>
    /// <param name="refusal">As it was answered.</param>
    /// <param name="names">Names of the call's parameters and fields.</param>
    public static (string Code, string Cause, string? Hint) Of(Refusal refusal, Func<HashSet<string>> names)
    {
        var (error, database) = refusal;
        if (database?.SqlState == RaisedAnswer.SqlState)
        {
            // Code, message and hint are the function's own.
            return (RaisedAnswer.SqlState, Raised, null);
        }

        if (database is not null && SqlConditions.NameOf(database.SqlState) is null)
        {
            // A function can make up any code, ours too: neither the code nor what ours mean.
            return (PostgresErrorCodes.RaiseException, Raised, null);
        }

        // A database's own hint is about its tenant's data, too.
        var hint = database?.Hint is null ? Hint(error.Hint) : null;
        if (ErrorCodes.MeaningOf(error.Code) is { } meaning)
        {
            return (error.Code, meaning + About(error.Message, names), hint);
        }

        return SqlConditions.NameOf(error.Code) is { } name
            ? (error.Code, name, hint)
            : (ErrorCodes.BadRequest, "The request was refused.", null);
    }

    /// <summary>The hint without what is quoted in it, which may be the client's; names that are the nearest of what there is stay.</summary>
    internal static string? Hint(string? hint)
    {
        if (hint is null || (hint.StartsWith("Perhaps you meant ", StringComparison.Ordinal) && !hint.Contains(" instead of ", StringComparison.Ordinal) && !hint.Contains("the value ", StringComparison.Ordinal)))
        {
            return hint;
        }

        var text = hint;
        for (var i = 0; i < s_ours.Length; i++)
        {
            text = text.Replace(s_ours[i], Mark(i), StringComparison.Ordinal);
        }

        // From the first to the last: what is quoted may hold quotes itself.
        var quotes = Quote().Matches(text);
        if (quotes.Count > 0)
        {
            text = text[..quotes[0].Index] + "…" + (quotes.Count == 1 ? "" : text[(quotes[^1].Index + 1)..]);
        }

        for (var i = 0; i < s_ours.Length; i++)
        {
            text = text.Replace(Mark(i), s_ours[i], StringComparison.Ordinal);
        }

        return text;

        // Of the private use area: no hint has them.
        static string Mark(int i) => ((char)(0xE000 + i)).ToString();
    }

    private static string About(string message, Func<HashSet<string>> names)
    {
        var found = Quoted().Matches(message).Select(m => m.Groups[1].Value).Distinct().Where(IsKnown).Take(3).ToList();
        return found.Count == 0 ? "" : $" It is about {string.Join(", ", found.Select(n => $"\"{n}\""))}.";

        bool IsKnown(string path) => path.Split('.').All(part => names().Contains(Index().Replace(part, "")));
    }

    // "columns[0].name", 'select'
    [GeneratedRegex("""["']([A-Za-z_][A-Za-z0-9_.\[\]]{0,80})["']""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\[\d+\]$")]
    private static partial Regex Index();

    // Not the apostrophe of "the project's".
    [GeneratedRegex("""["“”]|(?<![A-Za-z])'|'(?![A-Za-z])""")]
    private static partial Regex Quote();
}
