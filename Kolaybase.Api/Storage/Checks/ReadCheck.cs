using Kolaybase.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Storage.Checks;

/// <summary><c>GET /check</c>.</summary>
internal static class ReadCheck
{
    /// <summary>What the last comparison of rows and bytes has found.</summary>
    public static async Task<Ok<StorageCheckReport>> HandleAsync(ProjectCaller caller, StorageDatabase database, CancellationToken cancellationToken) =>
        TypedResults.Ok(await database.QueryAsync(
            caller,
            batch => batch.AsProject()
                .Add("select c.finished_at, c.objects, c.bytes, c.orphans_removed, c.orphaned_bytes_removed, c.uploads_removed, c.objects_missing from storage.checks c order by c.finished_at desc limit 1")
                .Add("select o.bucket_id, o.name, o.missing_since from storage.objects o where o.missing_since is not null order by o.missing_since, o.bucket_id, o.name limit 100"),
            async results =>
            {
                var reader = results.Reader;
                var report = await reader.ReadAsync(cancellationToken)
                    ? new StorageCheckReport(await reader.GetFieldValueAsync<DateTimeOffset>(0, cancellationToken), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6), [])
                    : new StorageCheckReport(null, 0, 0, 0, 0, 0, 0, []);
                await results.NextAsync(cancellationToken);
                var missing = new List<MissingObject>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    missing.Add(new MissingObject(reader.GetString(0), reader.GetString(1), await reader.GetFieldValueAsync<DateTimeOffset>(2, cancellationToken)));
                }

                return report with { Missing = missing };
            },
            cancellationToken));
}

/// <summary>What a comparison of rows and bytes has found.</summary>
/// <param name="FinishedAt">When; null when there was none yet.</param>
/// <param name="Objects">Objects that have a row.</param>
/// <param name="Bytes">Bytes that their rows say.</param>
/// <param name="OrphansRemoved">Pieces in the store that no row named, and that were removed.</param>
/// <param name="OrphanedBytesRemoved">Their bytes.</param>
/// <param name="UploadsRemoved">Begun uploads in the store that nothing named, and that were removed.</param>
/// <param name="ObjectsMissing">Objects whose bytes the store does not have, or has with another size. They are kept: it may be the store that is wrong.</param>
/// <param name="Missing">Up to 100 of those.</param>
public sealed record StorageCheckReport(
    DateTimeOffset? FinishedAt, long Objects, long Bytes, long OrphansRemoved, long OrphanedBytesRemoved, long UploadsRemoved, long ObjectsMissing, IReadOnlyList<MissingObject> Missing);

/// <summary>An object without its bytes.</summary>
/// <param name="Bucket">Its bucket.</param>
/// <param name="Name">Its path.</param>
/// <param name="Since">Since when it is known.</param>
public sealed record MissingObject(string Bucket, string Name, DateTimeOffset Since);
