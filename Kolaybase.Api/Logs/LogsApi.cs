using Kolaybase.Api.Http;
using Kolaybase.Api.Http.RequestLog;

namespace Kolaybase.Api.Logs;

/// <summary>A project's requests and jobs: <c>/api/projects/{id}/logs</c>.</summary>
internal static class LogsApi
{
    /// <summary>Maps the call. Every member reads, as with the activity, whatever the project's status: why one could not be made is here, too.</summary>
    public static void MapLogs(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/projects/{id:guid}/logs", ListLogs.HandleAsync)
        .WithTags("Logs")
        .AddEndpointFilter(SingleParameters.Filter)
        .RequireProjectMember()
        .NeverCached()
        .WithMetadata(UnloggedRequest.Instance)
        .Refuses(400, 401, 404)
        .WithName("listLogs")
        .WithSummary("A project's requests and jobs, the newest first");
}
