using Kolaybase.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NpgsqlTypes;

namespace Kolaybase.Api.Storage.Buckets;

/// <summary><c>GET /buckets</c>.</summary>
internal static class ListBuckets
{
    /// <summary>The buckets that the caller may see, by name.</summary>
    public static async Task<Ok<IReadOnlyList<Bucket>>> HandleAsync(ProjectCaller caller, StorageDatabase database, CancellationToken cancellationToken) =>
        TypedResults.Ok(await database.QueryAsync(
            caller,
            batch => batch
                .AsCaller().Add($"select {BucketSql.Columns} from storage.buckets b where b.deleting_at is null order by b.name limit 10000")
                // Not the caller's: what is in a bucket that he sees is no secret, and the table is closed to him.
                .AsProject().Add(BucketSql.Usage, StorageBatch.Value(null, NpgsqlDbType.Text)),
            async results =>
            {
                var buckets = new List<Bucket>();
                while (await results.Reader.ReadAsync(cancellationToken))
                {
                    buckets.Add(await BucketSql.ReadAsync(results.Reader, cancellationToken));
                }

                await results.NextAsync(cancellationToken);
                return await BucketSql.WithUsageAsync(buckets, results, cancellationToken);
            },
            cancellationToken));
}
