using Kolaybase.Api.Http;
using Npgsql;

namespace Kolaybase.Api.Storage.Objects;

/// <summary>The second of an upload's two transactions: the bytes are there, and the row that makes them visible is written. The last one that gets here wins.</summary>
internal static class UploadCommit
{
    /// <summary>Makes the object visible.</summary>
    /// <exception cref="ApiException">What the contract says; the bytes are then to be abandoned.</exception>
    public static async Task<ObjectEntry> RunAsync(StorageSession session, UploadTarget target, UploadedBytes bytes, StorageOptions options, CancellationToken cancellationToken)
    {
        var quota = target.Caller.Project.StorageQuotaBytes ?? options.QuotaBytes;
        var kept = await CheckAsync(session, target, bytes, quota, cancellationToken);
        var isCallers = target.Caller.Role != DatabaseRole.ServiceRole;
        try
        {
            return await session.QueryAsync(
                batch =>
                {
                    if (isCallers)
                    {
                        UploadSql.AddCallersWrite(batch.AsCaller(), target, bytes.Size, bytes.ContentType, bytes.Etag);
                        UploadSql.AddVersion(batch.AsProject(), target, bytes.Version, bytes.Sha256);
                        if (kept.Version is { } old)
                        {
                            batch.Run(UploadSql.Keep, old, kept.Size);
                        }
                    }
                    else
                    {
                        UploadSql.AddWhole(batch.AsProject(), target, bytes.Version, bytes.Size, bytes.ContentType, bytes.Etag, bytes.Sha256);
                    }
                },
                async results => await results.Reader.ReadAsync(cancellationToken)
                    ? ObjectEntry.OfObject(results.Reader.GetString(0), bytes.Size, bytes.ContentType, await results.Reader.GetFieldValueAsync<DateTimeOffset>(1, cancellationToken), bytes.Etag)
                    : throw StorageErrors.ObjectExists(),
                cancellationToken);
        }
        catch (PostgresException e) when (UploadFaults.Explain(e) is { } refusal)
        {
            throw refusal;
        }
    }

    private static async Task<(Guid? Version, long Size)> CheckAsync(StorageSession session, UploadTarget target, UploadedBytes bytes, long? quota, CancellationToken cancellationToken)
    {
        var (hasBucket, hasUpload, used, there, kept) = await session.QueryAsync<(bool, bool, long, long, Guid?)>(
            batch =>
            {
                // The lock keeps a bucket that is found from being deleted as an empty one.
                batch.AsProject()
                    .Add("select from storage.buckets b where b.name = $1 and b.deleting_at is null for key share", target.Bucket)
                    .Add(UploadSql.Finish, bytes.Version, bytes.Epoch);
                if (quota is not null)
                {
                    batch.Add(UploadSql.QuotaLock)
                        .Add(UploadSql.Used)
                        .Add(UploadSql.Replaced, target.Bucket, target.Path);
                }
            },
            async results =>
            {
                var reader = results.Reader;
                var bucket = await reader.ReadAsync(cancellationToken);
                await results.NextAsync(cancellationToken);
                var upload = await reader.ReadAsync(cancellationToken);
                if (quota is null)
                {
                    return (bucket, upload, 0L, 0L, null);
                }

                await results.NextAsync(cancellationToken);
                await results.NextAsync(cancellationToken);
                await reader.ReadAsync(cancellationToken);
                var sum = reader.GetInt64(0);
                await results.NextAsync(cancellationToken);
                return await reader.ReadAsync(cancellationToken)
                    ? (bucket, upload, sum, reader.GetInt64(0), await reader.IsDBNullAsync(1, cancellationToken) ? (Guid?)null : reader.GetGuid(1))
                    : (bucket, upload, sum, 0L, null);
            },
            cancellationToken);
        if (!hasBucket || !hasUpload)
        {
            throw StorageErrors.UploadGone();
        }

        if (quota is { } most && used - (kept is null ? there : 0) + bytes.Size > most)
        {
            throw StorageErrors.QuotaExceeded(most);
        }

        return (kept, there);
    }
}

/// <summary>Bytes that the store has.</summary>
/// <param name="Version">Their key.</param>
/// <param name="Size">How many.</param>
/// <param name="ContentType">Their type.</param>
/// <param name="Etag">What names them.</param>
/// <param name="Sha256">Digest of all of them; null where they came in parts.</param>
internal sealed record UploadedBytes(Guid Version, long Size, string ContentType, string Etag, byte[]? Sha256)
{
    /// <summary>Which request of a resumable upload brings them: one that was taken over may not.</summary>
    public int Epoch { get; init; }
}
