using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Workers.Jobs;

namespace Kolaybase.Workers.Storage;

/// <summary>Removes the bytes that no row of a project names any more.</summary>
internal sealed class RemoveObjectsHandler(ProjectStorageAccess access) : IJobHandler<RemoveObjects>
{
    public async Task RunAsync(RemoveObjects job, JobAttempt attempt, CancellationToken cancellationToken)
    {
        await using var storage = await access.OpenAsync(job.ProjectId, cancellationToken);
        if (storage is not null)
        {
            await ObjectRemover.RunAsync(storage, cancellationToken);
        }
    }

    /// <summary>The rows stay, and the daily sweep goes on with them: nobody has to look at a dead letter.</summary>
    public Task<GivenUp> GiveUpAsync(RemoveObjects job, Exception cause, CancellationToken cancellationToken) => Task.FromResult(GivenUp.Dropped);
}
