using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Objects.Schema;
using Kolaybase.Workers.Jobs;

namespace Kolaybase.Workers.Storage;

/// <summary>Deletes the objects of a bucket that its row says is being deleted, then the bucket, then the bytes.</summary>
internal sealed class DeleteBucketHandler(ProjectStorageAccess access) : IJobHandler<DeleteBucket>
{
    public async Task RunAsync(DeleteBucket job, JobAttempt attempt, CancellationToken cancellationToken)
    {
        await using var storage = await access.OpenAsync(job.ProjectId, cancellationToken);
        if (storage is not null)
        {
            await BucketEnd.RunAsync(storage, job.Bucket, cancellationToken);
            await ObjectRemover.RunAsync(storage, cancellationToken);
        }
    }
}

/// <summary>The end of a bucket.</summary>
internal static class BucketEnd
{
    /// <summary>Deletes its objects step by step, each in a transaction of its own, and the bucket with the last one. Does nothing to a bucket that is not being deleted.</summary>
    public static async Task RunAsync(OpenStorage storage, string bucket, CancellationToken cancellationToken)
    {
        Guid? stuck = null;
        const string first = "select o.id from storage.objects o where o.bucket_id = $1 order by o.id limit 1";
        const string isDeleting = "select true from storage.buckets b where b.name = $1 and b.deleting_at is not null";
        while ((await storage.QueryAsync(isDeleting, r => r.GetBoolean(0), cancellationToken, bucket)).Count > 0)
        {
            var deleted = await storage.ExecuteAsync(BucketRemoval.Objects, cancellationToken, bucket);
            await storage.ExecuteAsync(BucketRemoval.Uploads, cancellationToken, bucket);
            var gone = await storage.QueryAsync(BucketRemoval.Bucket, r => r.GetBoolean(0), cancellationToken, bucket);
            if (deleted > 0 || gone[0])
            {
                stuck = null;
                continue;
            }

            // Another job of the project may have deleted what this one wanted to; twice the same object is no such case.
            Guid? left = await storage.QueryAsync(first, r => r.GetGuid(0), cancellationToken, bucket) is [var id, ..] ? id : null;
            if (left is not null && left == stuck)
            {
                // The schema is the owner's: a trigger of his must not keep a worker for ever.
                throw new PermanentFailureException($"The bucket of a project can't be emptied: its database lets nothing be deleted ({storage.ProjectId}).");
            }

            stuck = left;
        }
    }
}
