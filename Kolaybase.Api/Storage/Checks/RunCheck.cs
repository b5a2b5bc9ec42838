using Kolaybase.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Storage.Checks;

/// <summary><c>POST /check</c>.</summary>
internal static class RunCheck
{
    /// <summary>Has a worker compare rows and bytes now; it does so once a day by itself.</summary>
    public static async Task<Accepted<MessageAnswer>> HandleAsync(ProjectCaller caller, StorageJobs jobs, CancellationToken cancellationToken)
    {
        await jobs.CheckAsync(caller.Project.Id, cancellationToken);
        return TypedResults.Accepted($"/api/projects/{caller.Project.Id}/storage/check", new MessageAnswer("The check has been asked for; GET …/storage/check has its report when finishedAt has changed."));
    }
}
