namespace Kolaybase.Api.Http.Errors;

/// <summary>Messages of <see cref="ErrorMiddleware"/>; the request id is in the log scope.</summary>
internal static partial class ErrorLog
{
    [LoggerMessage(1, LogLevel.Error, "A request failed by a fault of the server.")]
    public static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "A request failed after its answer had begun; the connection is reset.")]
    public static partial void FailedAfterStart(ILogger logger, Exception exception);

    [LoggerMessage(7, LogLevel.Error, "A request failed by a fault of a database ({SqlState}), {When}:\n{Stack}")]
    public static partial void DatabaseFailed(ILogger logger, string sqlState, string when, string? stack);

    [LoggerMessage(3, LogLevel.Information, "A request was refused with {Status} {Code}.")]
    public static partial void Refused(ILogger logger, int status, string code, Exception cause);

    [LoggerMessage(4, LogLevel.Warning, "A project's database had no connection in time.")]
    public static partial void DatabaseBusy(ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "A project's database refuses its own logins ({SqlState}).")]
    public static partial void DatabaseRefused(ILogger logger, string sqlState);

    [LoggerMessage(8, LogLevel.Warning, "An identity server does not answer.")]
    public static partial void IdentityUnavailable(ILogger logger, Exception exception);

    [LoggerMessage(9, LogLevel.Error, "A project can't be served: {Missing}")]
    public static partial void NotConfigured(ILogger logger, string missing);

    [LoggerMessage(5, LogLevel.Error, "The control database can't be reached.")]
    public static partial void ControlDatabaseUnreachable(ILogger logger, Exception exception);
}
