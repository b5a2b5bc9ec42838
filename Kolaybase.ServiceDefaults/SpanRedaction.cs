using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Kolaybase.ServiceDefaults;

/// <summary>
/// Takes out of the spans of Npgsql what may hold values of tenants: the text of statements (what people run as SQL, passwords'
/// verifiers) and of the server's errors. The statement's first word, if it is one of SQL's, names the span instead.
/// </summary>
internal sealed class SpanRedaction : BaseProcessor<Activity>
{
    /// <summary>Name of Npgsql's source.</summary>
    public const string Source = "Npgsql";

    private const string Text = "db.query.text";
    private const string Connect = "CONNECT ";

    private static readonly FrozenSet<string> s_words = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "select", "insert", "update", "delete", "with", "merge", "values", "call", "do", "copy", "explain", "begin", "commit", "rollback", "savepoint", "set", "reset", "show",
        "create", "alter", "drop", "grant", "revoke", "truncate", "comment", "lock", "notify", "listen", "discard", "analyze", "vacuum", "reindex", "refresh", "reassign");

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name != Source)
        {
            return;
        }

        if (data.GetTagItem(Text) is string text && FirstWord(text) is { } word)
        {
            data.DisplayName = word;
            data.SetTag("db.operation.name", word);
        }

        if (data.DisplayName.StartsWith(Connect, StringComparison.Ordinal))
        {
            // Of few values, as a span's name has to be; the database is in db.namespace.
            data.DisplayName = Connect.TrimEnd();
        }

        data.SetTag(Text, null);
        // A connection string: names of databases and logins, and no more than server.address says.
        data.SetTag("db.npgsql.data_source", null);
        if (data.Status == ActivityStatusCode.Error)
        {
            // The SQLSTATE is in db.response.status_code.
            data.SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>The first word in capitals when it is one that a statement begins with, else null: what people write is not always SQL.</summary>
    internal static string? FirstWord(string text)
    {
        var rest = text.AsSpan().TrimStart();
        var end = 0;
        while (end < rest.Length && char.IsAsciiLetter(rest[end]))
        {
            end++;
        }

        var word = rest[..end].ToString();
        return s_words.Contains(word) ? word.ToUpperInvariant() : null;
    }
}
