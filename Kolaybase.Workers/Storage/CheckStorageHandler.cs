using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Objects.Schema;
using Kolaybase.Workers.Jobs;

namespace Kolaybase.Workers.Storage;

/// <summary>Does what other jobs have left undone, then compares rows and bytes.</summary>
internal sealed class CheckStorageHandler(ProjectStorageAccess access, TimeProvider time) : IJobHandler<CheckStorage>
{
    public async Task RunAsync(CheckStorage job, JobAttempt attempt, CancellationToken cancellationToken)
    {
        await using var storage = await access.OpenAsync(job.ProjectId, cancellationToken);
        if (storage is null)
        {
            return;
        }

        // Projects that were made by an earlier version get what it did not have; what the owner has dropped comes back.
        await StorageSchema.EnsureAsync(storage.Connection, cancellationToken);
        foreach (var bucket in await storage.QueryAsync("select b.name from storage.buckets b where b.deleting_at is not null", r => r.GetString(0), cancellationToken))
        {
            await BucketEnd.RunAsync(storage, bucket, cancellationToken);
        }

        await new StorageCheck(storage, time).RunAsync(cancellationToken);
    }

    /// <summary>The next day's check does it anew: nobody has to look at a dead letter.</summary>
    public Task<GivenUp> GiveUpAsync(CheckStorage job, Exception cause, CancellationToken cancellationToken) => Task.FromResult(GivenUp.Dropped);
}
