using Kolaybase.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NpgsqlTypes;

namespace Kolaybase.Api.Storage.Buckets;

/// <summary><c>POST /buckets</c>.</summary>
internal static class CreateBucket
{
    /// <summary>Most buckets of a project: each is a row that every listing reads.</summary>
    public const int Most = 10_000;

    /// <summary>Makes a bucket.</summary>
    public static async Task<Created<Bucket>> HandleAsync(CreateBucketRequest request, ProjectCaller caller, StorageDatabase database, CancellationToken cancellationToken)
    {
        var name = BucketName.RequireNew(request.Name);
        var (limit, types) = (BucketLimits.Require(request.FileSizeLimit), MediaTypePatterns.Require(request.AllowedMimeTypes));
        var bucket = await database.QueryAsync(
            caller,
            batch => batch.AsProject()
                .Add(
                    $"""
                    insert into storage.buckets as b (name, public, file_size_limit, allowed_mime_types)
                    select $1, $2, $3, $4 where (select count(*) from storage.buckets) < {Most}
                    on conflict (name) do nothing returning {BucketSql.Columns}
                    """,
                    name,
                    request.Public ?? false,
                    StorageBatch.Value(limit, NpgsqlDbType.Bigint),
                    StorageBatch.Value(types, NpgsqlDbType.Array | NpgsqlDbType.Text))
                .Add("select b.deleting_at is not null from storage.buckets b where b.name = $1", name),
            async results =>
            {
                var made = await results.Reader.ReadAsync(cancellationToken) ? await BucketSql.ReadAsync(results.Reader, cancellationToken) : null;
                await results.NextAsync(cancellationToken);
                return made ?? throw await RefusalAsync(name, results, cancellationToken);
            },
            cancellationToken);
        return TypedResults.Created($"/api/projects/{caller.Project.Id}/storage/buckets/{name}", bucket);
    }

    private static async Task<ApiException> RefusalAsync(string name, StorageResults results, CancellationToken cancellationToken) =>
        !await results.Reader.ReadAsync(cancellationToken)
            ? new ApiException(StatusCodes.Status409Conflict, ErrorCodes.BucketExists, $"The project has {Most} buckets, which is as many as it may have.", hint: "Use folders in the paths of objects.")
            : results.Reader.GetBoolean(0)
                ? new ApiException(StatusCodes.Status409Conflict, ErrorCodes.BucketExists, $"A bucket \"{name}\" is being deleted.", hint: "Try again in a moment: its name is free when all its objects are gone.")
                : new ApiException(StatusCodes.Status409Conflict, ErrorCodes.BucketExists, $"A bucket \"{name}\" exists.");
}

/// <summary>A bucket to be made.</summary>
public sealed record CreateBucketRequest
{
    /// <summary>1 to 63 letters of ASCII, digits, dots, hyphens and underscores, a letter or digit first.</summary>
    public required string Name { get; init; }

    /// <summary>Whether anybody may read its objects without a key; false when not given.</summary>
    public bool? Public { get; init; }

    /// <summary>Bytes that one object may have; not given means the installation's limit.</summary>
    public long? FileSizeLimit { get; init; }

    /// <summary>Media types that it takes, such as <c>image/png</c> or <c>image/*</c>; not given means any.</summary>
    public IReadOnlyList<string>? AllowedMimeTypes { get; init; }
}
