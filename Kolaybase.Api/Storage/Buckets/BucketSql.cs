using Npgsql;

namespace Kolaybase.Api.Storage.Buckets;

/// <summary>Statements on <c>storage.buckets</c>.</summary>
internal static class BucketSql
{
    /// <summary>What <see cref="ReadAsync"/> reads, of <c>storage.buckets b</c>.</summary>
    public const string Columns = "b.id, b.name, b.public, b.created_at, b.file_size_limit, b.allowed_mime_types";

    /// <summary>How much is in a bucket; many rows, since uploads keep out of one another's way. Not negative, whatever the owner has done to the table.</summary>
    public const string Usage = """
        select u.bucket_id, greatest(sum(u.objects), 0)::int8, greatest(sum(u.bytes), 0)::int8
        from storage.usage u where $1::text is null or u.bucket_id = $1 group by u.bucket_id
        """;

    /// <summary>The bucket of the reader's row, its usage yet unknown.</summary>
    public static async Task<Bucket> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) => new(
        await reader.GetFieldValueAsync<Guid>(0, cancellationToken),
        reader.GetString(1),
        reader.GetBoolean(2),
        await reader.GetFieldValueAsync<DateTimeOffset>(3, cancellationToken),
        0,
        0,
        await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetInt64(4),
        await reader.IsDBNullAsync(5, cancellationToken) ? null : await reader.GetFieldValueAsync<string[]>(5, cancellationToken));

    /// <summary>Adds the usage that stands in the current result.</summary>
    public static async Task<IReadOnlyList<Bucket>> WithUsageAsync(IReadOnlyList<Bucket> buckets, StorageResults results, CancellationToken cancellationToken)
    {
        var usage = new Dictionary<string, (long Objects, long Bytes)>(StringComparer.Ordinal);
        while (await results.Reader.ReadAsync(cancellationToken))
        {
            usage[results.Reader.GetString(0)] = (results.Reader.GetInt64(1), results.Reader.GetInt64(2));
        }

        return [.. buckets.Select(b => usage.TryGetValue(b.Name, out var u) ? b with { ObjectCount = u.Objects, TotalSize = u.Bytes } : b)];
    }
}
