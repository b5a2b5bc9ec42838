using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Objects.Schema;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Storage.Buckets;

/// <summary><c>DELETE /buckets/:name</c>.</summary>
internal static class DeleteBucket
{
    /// <summary>
    /// Deletes an empty bucket, or with <c>force=true</c> one with all its objects. Many of them are deleted by a worker: from the answer on
    /// the bucket is gone for every caller, and its name is free when the last one has gone.
    /// </summary>
    public static async Task<Ok<MessageAnswer>> HandleAsync(
        string name, ProjectCaller caller, StorageDatabase database, StorageJobs jobs, CancellationToken cancellationToken, bool? force = null)
    {
        name = BucketName.RequireKnown(name);
        var done = await database.TransactAsync(caller, session => RunAsync(session, name, force ?? false, cancellationToken), cancellationToken);
        if (!done)
        {
            await jobs.DeleteBucketAsync(caller.Project.Id, name, cancellationToken);
        }

        jobs.RemoveObjects(caller.Project.Id);
        return TypedResults.Ok(new MessageAnswer(done ? $"The bucket \"{name}\" was deleted." : $"The bucket \"{name}\" is gone; its objects are being deleted."));
    }

    /// <summary>True when the bucket's row is gone, false when a worker has to go on.</summary>
    private static async Task<bool> RunAsync(StorageSession session, string name, bool force, CancellationToken cancellationToken)
    {
        // With a lock on the row: no upload can be finished into a bucket that is found to be empty.
        var found = await session.QueryAsync(
            batch => batch.AsProject()
                .Add("select from storage.buckets b where b.name = $1 and b.deleting_at is null for update", name)
                .Add("select exists (select from storage.objects o where o.bucket_id = $1)", name),
            async results =>
            {
                var exists = await results.Reader.ReadAsync(cancellationToken);
                await results.NextAsync(cancellationToken);
                await results.Reader.ReadAsync(cancellationToken);
                return (Exists: exists, HasObjects: results.Reader.GetBoolean(0));
            },
            cancellationToken);
        if (!found.Exists)
        {
            throw StorageErrors.BucketNotFound();
        }

        if (found.HasObjects && !force)
        {
            throw new ApiException(StatusCodes.Status409Conflict, ErrorCodes.BucketNotEmpty, "The bucket holds objects.", hint: "Add force=true to delete them, too.");
        }

        return await session.QueryAsync(
            batch => batch.AsProject()
                .Run("update storage.buckets set deleting_at = now() where name = $1", name)
                .Run(BucketRemoval.Objects, name).Run(BucketRemoval.Uploads, name).Add(BucketRemoval.Bucket, name),
            async results =>
            {
                await results.Reader.ReadAsync(cancellationToken);
                return results.Reader.GetBoolean(0);
            },
            cancellationToken);
    }
}
