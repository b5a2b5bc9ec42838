using Kolaybase.Api.Http;
using Kolaybase.Api.Storage.Buckets;
using Microsoft.AspNetCore.Http.HttpResults;
using NpgsqlTypes;

namespace Kolaybase.Api.Storage.Objects;

/// <summary><c>DELETE /buckets/:name/objects</c>.</summary>
internal static class DeleteObjects
{
    /// <summary>Most paths of a call.</summary>
    public const int Most = 1_000;

    /// <summary>Deletes objects; those that are not there, or that no policy lets the caller delete, are left out of the count.</summary>
    public static async Task<Ok<DeletedObjects>> HandleAsync(
        string name, [Microsoft.AspNetCore.Mvc.FromBody] DeleteObjectsRequest request, ProjectCaller caller, StorageDatabase database, StorageJobs jobs, CancellationToken cancellationToken)
    {
        Writers.Require(caller);
        name = BucketName.RequireKnown(name);
        if (request.Paths.Count is 0 or > Most)
        {
            throw StorageErrors.Invalid("paths", $"must name 1 to {Most} objects");
        }

        var paths = request.Paths.Select((p, i) => ObjectPath.Require(p, $"paths[{i}]")).ToArray();
        var (known, deleted) = await database.QueryAsync(
            caller,
            batch => batch
                .AsProject().Add("select b.public from storage.buckets b where b.name = $1 and b.deleting_at is null", name)
                .AsCaller().Add(
                    $"""
                    with gone as (
                        delete from storage.objects where bucket_id = $1 and name = any (array(select {ObjectPath.Sql("p")} from unnest($2::text[]) p)) and version is not null returning 1
                    )
                    select count(*) from gone
                    """,
                    name,
                    StorageBatch.Value(paths, NpgsqlDbType.Array | NpgsqlDbType.Text)),
            async results =>
            {
                var (exists, isPublic) = await results.Reader.ReadAsync(cancellationToken) ? (true, results.Reader.GetBoolean(0)) : (false, false);
                await results.NextAsync(cancellationToken);
                await results.Reader.ReadAsync(cancellationToken);
                var count = results.Reader.GetInt64(0);
                return (exists && (isPublic || caller.Role == DatabaseRole.ServiceRole || count > 0), count);
            },
            cancellationToken);
        if (!known)
        {
            throw StorageErrors.BucketNotFound();
        }

        if (deleted > 0)
        {
            jobs.RemoveObjects(caller.Project.Id);
        }

        return TypedResults.Ok(new DeletedObjects($"{deleted} of {paths.Length} objects were deleted.", deleted));
    }
}

/// <summary>Objects to be deleted.</summary>
public sealed record DeleteObjectsRequest
{
    /// <summary>Their paths, 1 to 1,000.</summary>
    public required IReadOnlyList<string> Paths { get; init; }
}

/// <summary>What was deleted.</summary>
/// <param name="Message">One sentence.</param>
/// <param name="Deleted">How many objects.</param>
public sealed record DeletedObjects(string Message, long Deleted);
