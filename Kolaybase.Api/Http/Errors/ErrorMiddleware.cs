using Kolaybase.Api.Http.RequestLog;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Identity;
using Npgsql;

namespace Kolaybase.Api.Http.Errors;

/// <summary>Gives every failed answer the one error body: what was thrown, and statuses that the framework left bare.</summary>
internal sealed class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException or Microsoft.AspNetCore.Connections.ConnectionResetException)
        {
            // The client went away: there is nobody to answer and nothing to report. 499 is what
            // proxies log for it.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }

            return;
        }
        catch (Exception e)
        {
            await AnswerAsync(context, e);
            return;
        }

        if (IsBare(context.Response))
        {
            await ErrorWriter.WriteAsync(context, context.Response.StatusCode, BareStatus.Describe(context), RetryAfter(context.Response));
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer must not look whole: the connection is reset.
            var state = SqlStateIn(exception);
            context.Features.Set(new Refusal(new ApiError(state ?? ErrorCodes.Internal, ""), PostgresIn(exception)));
            if (state is not null)
            {
                ErrorLog.DatabaseFailed(logger, state, "after its answer had begun; the connection is reset", exception.StackTrace);
            }
            else
            {
                ErrorLog.FailedAfterStart(logger, exception);
            }

            context.Abort();
            return;
        }

        switch (exception)
        {
            case NotConfiguredException missing:
                ErrorLog.NotConfigured(logger, missing.Message);
                var unknown = NotConfiguredRefusal.Make(missing);
                await ErrorWriter.WriteAsync(context, unknown.Status, unknown.Error, unknown.RetryAfterSeconds);
                break;
            case ApiException refusal:
                // What a project's database refused is about its tenant's data, values included: the
                // caller gets it, the log does not.
                if (refusal.InnerException is { } cause && SqlStateIn(cause) is null)
                {
                    ErrorLog.Refused(logger, refusal.Status, refusal.Error.Code, cause);
                }

                await ErrorWriter.WriteAsync(context, refusal.Status, refusal.Error, refusal.RetryAfterSeconds, refusal.Headers, PostgresIn(refusal.InnerException));
                break;
            case BadHttpRequestException bad:
                var (status, error) = await BadRequests.ExplainAsync(context, bad);
                await ErrorWriter.WriteAsync(context, status, error);
                break;
            case DatabaseBusyException:
                ErrorLog.DatabaseBusy(logger, exception);
                await ErrorWriter.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, Busy, retryAfterSeconds: 1);
                break;
            case DatabaseRefusedException refused:
                ErrorLog.DatabaseRefused(logger, refused.SqlState);
                await ErrorWriter.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, DatabaseRefusals.Explain(refused.SqlState), retryAfterSeconds: 5);
                break;
            case IdentityUnavailableException:
                ErrorLog.IdentityUnavailable(logger, exception);
                await ErrorWriter.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, NoIdentity, retryAfterSeconds: 2);
                break;
            case var _ when ServerOutage.IsCauseOf(exception):
                ErrorLog.ControlDatabaseUnreachable(logger, exception);
                await ErrorWriter.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, Unreachable, retryAfterSeconds: 2);
                break;
            case var _ when SqlStateIn(exception) is { } sqlState:
                ErrorLog.DatabaseFailed(logger, sqlState, "before its answer began", exception.StackTrace);
                await ErrorWriter.WriteAsync(context, StatusCodes.Status500InternalServerError, BareStatus.Internal(context));
                break;
            default:
                ErrorLog.Failed(logger, exception);
                await ErrorWriter.WriteAsync(context, StatusCodes.Status500InternalServerError, BareStatus.Internal(context));
                break;
        }
    }

    /// <summary>The SQLSTATE where a database's error is the cause: its message and details hold a tenant's values and stay out of the log.</summary>
    private static string? SqlStateIn(Exception? exception) => PostgresIn(exception)?.SqlState;

    private static PostgresException? PostgresIn(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is PostgresException postgres)
            {
                return postgres;
            }
        }

        return null;
    }

    private static ApiError Busy { get; } = new(ErrorCodes.Unavailable, "The project's database is busy or does not answer now.", Hint: "Try again after the seconds that Retry-After names.");

    private static ApiError NoIdentity { get; } = new(ErrorCodes.Unavailable, "The identity server of this project does not answer now.", Hint: "Try again after the seconds that Retry-After names.");

    private static ApiError Unreachable { get; } = new(ErrorCodes.Unavailable, "The server can't reach its own database now.", Hint: "Try again after the seconds that Retry-After names.");

    private static bool IsBare(HttpResponse response) =>
        response.StatusCode >= 400 && !response.HasStarted && response.ContentType is null && response.ContentLength is null or 0;

    /// <summary>Answers that ask for patience always say for how long.</summary>
    private static int? RetryAfter(HttpResponse response) =>
        response.StatusCode is 429 or 503 && response.Headers.RetryAfter.Count == 0 ? 1 : null;
}
