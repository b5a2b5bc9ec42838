using Npgsql;

namespace Kolaybase.Api.Http;

/// <summary>
/// The one place where an error of a project's database becomes an answer. Statuses are PostgREST's
/// (its documentation, "Errors: HTTP status codes"); SQLSTATE is the code, and the database's own words are
/// the message, since they are about the caller's data. Faults of the server itself lose their words,
/// which may name its files and processes.
/// </summary>
public static class SqlStateMap
{
    /// <summary>The refusal for an error that a statement raised.</summary>
    /// <param name="error">What the database said.</param>
    /// <param name="role">Who asked: nobody in particular is told to sign in (401), everybody else that he may not (403).</param>
    public static ApiException ToApiException(PostgresException error, DatabaseRole role)
    {
        if (error.SqlState == RaisedAnswer.SqlState)
        {
            return RaisedAnswer.ToApiException(error);
        }

        var status = Status(error.SqlState, role);
        return new ApiException(status, ToError(error, status), error)
        {
            RetryAfterSeconds = status == StatusCodes.Status503ServiceUnavailable ? 1 : null,
        };
    }

    /// <summary>The HTTP status of a SQLSTATE.</summary>
    public static int Status(string sqlState, DatabaseRole role) => sqlState switch
    {
        PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.UniqueViolation => 409,
        PostgresErrorCodes.ReadOnlySqlTransaction => 405,
        PostgresErrorCodes.InsufficientPrivilege => role == DatabaseRole.Anon ? 401 : 403,
        PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedTable => 404,
        PostgresErrorCodes.InvalidObjectDefinition => 500,
        PostgresErrorCodes.ConfigurationLimitExceeded => 500,
        PostgresErrorCodes.AdminShutdown => 503,
        PostgresErrorCodes.RaiseException => 400,
        _ when sqlState.StartsWith("PT", StringComparison.Ordinal) => ChosenStatus(sqlState),
        _ when sqlState.Length == 5 => StatusOfClass(sqlState.AsSpan(0, 2)),
        _ => 400,
    };

    private static int StatusOfClass(ReadOnlySpan<char> sqlClass) => sqlClass switch
    {
        "08" or "53" => 503,
        "0L" or "0P" or "28" => 403,
        "09" or "25" or "2D" or "38" or "39" or "3B" or "40" or "54" or "55" or "57" or "58" or "F0" or "HV" or "P0" or "XX" => 500,
        _ => 400,
    };

    /// <summary>A function that raises <c>PTnnn</c> chooses its status; what is no status of a refusal is a fault of that function.</summary>
    private static int ChosenStatus(string sqlState) =>
        sqlState.Length == 5 && int.TryParse(sqlState.AsSpan(2), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var status)
        && status is >= 400 and <= 599
            ? status
            : StatusCodes.Status500InternalServerError;

    private static ApiError ToError(PostgresException error, int status) => error.SqlState[..2] switch
    {
        "08" or "53" when status >= 500 => new(error.SqlState, "The project's database has no room for this request now.", Hint: "Try again after the seconds that Retry-After names."),
        "58" or "XX" or "F0" => new(error.SqlState, "The project's database reported an internal fault."),
        _ => new(error.SqlState, error.MessageText, error.Detail, error.Hint ?? Hint(error)),
    };

    /// <summary>Who may not call a function is told what its owner can do about it.</summary>
    private static string? Hint(PostgresException error) =>
        error.SqlState == PostgresErrorCodes.InsufficientPrivilege && error.Routine == "aclcheck_error" && error.MessageText.Contains("function", StringComparison.Ordinal)
            ? "The owner of the function can allow it: GRANT EXECUTE ON FUNCTION … TO anon, authenticated."
            : null;
}
