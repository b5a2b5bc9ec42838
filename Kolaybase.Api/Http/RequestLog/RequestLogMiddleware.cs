using Kolaybase.ControlPlane.Logs;

namespace Kolaybase.Api.Http.RequestLog;

/// <summary>Leaves an entry in the log of the project that a request was about, once it is answered. Where no project was found out there is nobody who may read of it.</summary>
internal sealed class RequestLogMiddleware(RequestDelegate next, ProjectLog log, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context) => log.Enabled ? LogAsync(context) : next(context);

    private async Task LogAsync(HttpContext context)
    {
        var begun = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            try
            {
                Note(context, begun);
            }
            catch (Exception)
            {
                // The answer is what it is, whatever becomes of its entry.
                log.Failed();
            }
        }
    }

    private void Note(HttpContext context, long begun)
    {
        var caller = context.Features.Get<ProjectCaller>();
        if ((caller?.Project.Id ?? context.Features.Get<NotedProject>()?.Id) is not { } project || context.GetEndpoint() is not { } endpoint)
        {
            return;
        }

        var refusal = context.Features.Get<Refusal>();
        var who = Of(context, caller);
        var logged = LoggedEndpoint.Of(endpoint);
        if (!logged.IsLogged || !log.Takes(project, ShareOf(who, context.Response.StatusCode, refusal)))
        {
            return;
        }

        var duration = time.GetElapsedTime(begun);
        var (code, cause, hint) = refusal is null ? (null, null, null) : ((string?, string?, string?))RefusalText.Of(refusal, () => logged.Names.Value);
        log.Add(new ProjectLogEntry
        {
            ProjectId = project,
            At = time.GetUtcNow() - duration,
            Kind = LogKind.Request,
            RequestId = context.TraceIdentifier,
            Method = context.Request.Method,
            Path = logged.PathOf(context.Request.RouteValues, project),
            Capability = logged.Capability,
            Status = context.Response.StatusCode,
            Caller = who,
            Bytes = context.Response.ContentLength,
            DurationMs = Math.Round(duration.TotalMilliseconds, 1),
            Code = code,
            Cause = cause,
            Hint = hint,
        });
    }

    private static LogShare ShareOf(LogCaller who, int status, Refusal? refusal) =>
        who == LogCaller.Nobody || status == StatusCodes.Status429TooManyRequests ? LogShare.Strangers
        : status >= 400 || refusal is not null ? LogShare.Refusals
        : LogShare.Answers;

    private static LogCaller Of(HttpContext context, ProjectCaller? caller) => caller switch
    {
        null => context.Features.Get<PlatformUser>() is null ? LogCaller.Nobody : LogCaller.Member,
        { IsNobody: true } => LogCaller.Nobody,
        { Member: not null } => LogCaller.Member,
        { Role: DatabaseRole.ServiceRole } => LogCaller.Service,
        { Role: DatabaseRole.Authenticated } => LogCaller.User,
        _ => LogCaller.Anon,
    };
}
