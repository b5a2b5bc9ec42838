using Kolaybase.Api.Http;
using Npgsql;

namespace Kolaybase.Api.Tables;

/// <summary>Turns what a project's database refused into an answer, for every table call.</summary>
internal static class TableFaults
{
    /// <summary>Filter of the route group.</summary>
    public static async ValueTask<object?> Filter(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation);
        }
        catch (PostgresException e)
        {
            throw Explain(e, invocation.HttpContext.Features.Get<ProjectCaller>()?.Role ?? DatabaseRole.Anon);
        }
        catch (NpgsqlException e)
        {
            // Of a table call only the project's own connection is open here: the control database has answered before.
            throw Lost(e);
        }
    }

    /// <summary>The connection broke, or the server was silent for too long.</summary>
    internal static ApiException Lost(NpgsqlException cause) => cause.InnerException is TimeoutException
        ? new(StatusCodes.Status504GatewayTimeout, ErrorCodes.Timeout, "The project's database did not answer in time.", inner: cause)
        : new(StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The connection to the project's database was lost.", "Whether a change took effect is not known.", "Try again after the seconds that Retry-After names.", cause) { RetryAfterSeconds = 1 };

    /// <summary>
    /// The refusal to send. The common map follows PostgREST, which has as a server's fault what a
    /// value or a function of the caller brought about; here that is a bad request.
    /// </summary>
    internal static ApiException Explain(PostgresException e, DatabaseRole role) => e.SqlState switch
    {
        PostgresErrorCodes.LockNotAvailable => new ApiException(
            StatusCodes.Status409Conflict, ErrorCodes.TableBusy, "The table is being changed by somebody else; nothing was changed.", hint: "Try again.", inner: e),
        PostgresErrorCodes.QueryCanceled => new ApiException(
            StatusCodes.Status409Conflict, ErrorCodes.TableBusy, "The call took longer than it may and was undone.", hint: "Ask for less: a far page counts all rows before it (sort the other way round to read the end), a search or a sort without an index reads the whole table.", inner: e),
        PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => new ApiException(
            StatusCodes.Status409Conflict, ErrorCodes.TableBusy, "Another change of the same rows came between; nothing was changed.", hint: "Try again.", inner: e),
        _ when BroughtAboutByTheCaller(e.SqlState) => new ApiException(StatusCodes.Status400BadRequest, e.SqlState, e.MessageText, e.Detail, e.Hint, e),
        _ => SqlStateMap.ToApiException(e, role),
    };

    // 54: a value too large for an index, 55 and 25: a trigger's doing, 38, 39 and P0: functions, 42P17: a policy
    // that looks at its own table. 42P01 and 42883 come from triggers and policies too: the path is fine, so it is no 404.
    private static bool BroughtAboutByTheCaller(string sqlState) =>
        sqlState[..2] is "54" or "55" or "25" or "38" or "39" or "2D" or "3B" or "09" or "P0"
        || (sqlState.StartsWith("42", StringComparison.Ordinal) && sqlState != PostgresErrorCodes.InsufficientPrivilege);
}
