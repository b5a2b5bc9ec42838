using System.Text;
using System.Text.RegularExpressions;
using Kolaybase.Api.Http;
using Kolaybase.Api.Sql.Statements;
using Npgsql;

namespace Kolaybase.Api.Sql;

/// <summary>What a text of SQL is refused with. Whatever the server says about it is the text's doing or its author's to know: 400 with the SQLSTATE.</summary>
internal static partial class SqlFaults
{
    /// <summary>Runs a part of a call and explains what it throws.</summary>
    /// <param name="session">Where it runs.</param>
    /// <param name="place">Where in the text the fault is looked for.</param>
    /// <param name="run">The part.</param>
    public static async Task<T> ExplainAsync<T>(SqlSession session, TextPlace place, Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (PostgresException e)
        {
            throw Refusal(e, place);
        }
        catch (OperationCanceledException e) when (session.TookTooLong)
        {
            throw new ApiException(
                StatusCodes.Status400BadRequest, PostgresErrorCodes.QueryCanceled, "The call took longer than it may and was cancelled.", place.Describe(0), "Do less at once, or connect to the database directly.", e);
        }
        catch (NotSupportedException e)
        {
            // Npgsql's word for COPY; it has closed the connection, and the server undoes what was not committed.
            throw new ApiException(
                StatusCodes.Status400BadRequest, ErrorCodes.CopyNotTaken, "COPY from or to the client can't be done here; what was not committed was undone.", place.Describe(0), "Use INSERT and SELECT, the data API, or psql with the connection string of GET /api/projects/{id}/connect.", e);
        }
        catch (Exception e) when (e is DecoderFallbackException or ArgumentException and not ArgumentNullException)
        {
            // Without its cause, which may quote the bytes and would be logged.
            throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.NotUtf8, "The result is not UTF-8.", place.Describe(0), "Don't change client_encoding.");
        }
        catch (NpgsqlException e)
        {
            throw new ApiException(
                StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The connection to the project's database was lost.", "Whether a change took effect is not known.", "Try again after the seconds that Retry-After names.", e) { RetryAfterSeconds = 1 };
        }
    }

    private static ApiException Refusal(PostgresException e, TextPlace place) => new(
        StatusCodes.Status400BadRequest,
        e.SqlState,
        NoticeList.Cut(Scrub(e, e.MessageText))!,
        string.Join(' ', new[] { place.Describe(Position(e, place)), NoticeList.Cut(Scrub(e, e.Detail)) }.Where(part => part is { Length: > 0 })) is { Length: > 0 } details ? details : null,
        NoticeList.Cut(e.Hint) ?? Hint(e.SqlState),
        e);

    // Of a statement that the server ran from a string, the position is that of the inner one.
    private static int Position(PostgresException e, TextPlace place) =>
        e.Position == 0 && place.Statement is { HasBody: true } statement && e.InternalQuery == statement.Text ? e.InternalPosition : e.Position;

    private static string? Hint(string sqlState) => sqlState switch
    {
        PostgresErrorCodes.ActiveSqlTransaction => "Several statements are one transaction here: send this one alone.",
        PostgresErrorCodes.QueryCanceled => "Do less at once, or raise statement_timeout in the text itself; a call as a whole is limited, too.",
        PostgresErrorCodes.LockNotAvailable => "Somebody else uses what the statement wants to change: try again.",
        PostgresErrorCodes.AdminShutdown => "The session was ended: by pg_terminate_backend, for holding on to locks or time for too long, or because the server stops.",
        PostgresErrorCodes.ConfigurationLimitExceeded => "The statement needs more temporary space than one session may use.",
        _ => null,
    };

    /// <summary>Files of the server are nobody's to know: its own faults may name them, and so may a missing extension.</summary>
    private static string? Scrub(PostgresException e, string? text) =>
        text is not null && (e.SqlState[..2] is "53" or "58" or "XX" or "F0" || e.File is "extension.c" or "dfmgr.c") ? ServerPath().Replace(text, "a file of the server") : text;

    [GeneratedRegex("""["'](?:/|\$libdir|base/|global/|pg_|[A-Za-z]:[/\\])[^"']*["']""")]
    private static partial Regex ServerPath();
}
