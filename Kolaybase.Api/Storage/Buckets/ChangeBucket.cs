using System.Text.Json;
using Kolaybase.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NpgsqlTypes;

namespace Kolaybase.Api.Storage.Buckets;

/// <summary><c>PATCH /buckets/:name</c>.</summary>
internal static class ChangeBucket
{
    /// <summary>Changes what the body names.</summary>
    public static async Task<Ok<Bucket>> HandleAsync(string name, ChangeBucketRequest request, ProjectCaller caller, StorageDatabase database, CancellationToken cancellationToken)
    {
        name = BucketName.RequireKnown(name);
        var (limit, types) = (request.Limit(), request.Types());
        var bucket = await database.QueryAsync(
            caller,
            batch => batch.AsProject()
                .Add(
                    $"""
                    update storage.buckets as b set public = coalesce($2, b.public),
                        file_size_limit = case when $3 then $4 else b.file_size_limit end, allowed_mime_types = case when $5 then $6 else b.allowed_mime_types end
                    where b.name = $1 and b.deleting_at is null returning {BucketSql.Columns}
                    """,
                    name,
                    StorageBatch.Value(request.Public, NpgsqlDbType.Boolean),
                    request.FileSizeLimit.ValueKind != JsonValueKind.Undefined,
                    StorageBatch.Value(limit, NpgsqlDbType.Bigint),
                    request.AllowedMimeTypes.ValueKind != JsonValueKind.Undefined,
                    StorageBatch.Value(types, NpgsqlDbType.Array | NpgsqlDbType.Text))
                .Add(BucketSql.Usage, name),
            async results =>
            {
                if (!await results.Reader.ReadAsync(cancellationToken))
                {
                    throw StorageErrors.BucketNotFound();
                }

                var changed = await BucketSql.ReadAsync(results.Reader, cancellationToken);
                await results.NextAsync(cancellationToken);
                return (await BucketSql.WithUsageAsync([changed], results, cancellationToken))[0];
            },
            cancellationToken);
        return TypedResults.Ok(bucket);
    }
}

/// <summary>What is to change of a bucket. Objects that are there already stay, whatever the new limits.</summary>
public sealed record ChangeBucketRequest
{
    /// <summary>Whether anybody may read its objects without a key.</summary>
    public bool? Public { get; init; }

    /// <summary>Bytes that one object may have; null takes the limit away.</summary>
    public JsonElement FileSizeLimit { get; init; }

    /// <summary>Media types that it takes; null takes any.</summary>
    public JsonElement AllowedMimeTypes { get; init; }

    internal long? Limit() => FileSizeLimit.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.Number when FileSizeLimit.TryGetInt64(out var bytes) => BucketLimits.Require(bytes),
        _ => throw StorageErrors.Invalid("fileSizeLimit", "must be a whole number of bytes, or null"),
    };

    internal string[]? Types() => AllowedMimeTypes.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.Array when AllowedMimeTypes.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String) =>
            MediaTypePatterns.Require([.. AllowedMimeTypes.EnumerateArray().Select(e => e.GetString()!)]),
        _ => throw StorageErrors.Invalid("allowedMimeTypes", "must be an array of media types, or null"),
    };
}
