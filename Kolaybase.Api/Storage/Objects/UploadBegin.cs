using Kolaybase.Api.Http;

namespace Kolaybase.Api.Storage.Objects;

/// <summary>
/// The first of an upload's two transactions: everything that can be refused is refused before a byte is read, policies included, and the upload gets a
/// row, by which a worker finds what a crash leaves of it.
/// </summary>
internal static class UploadBegin
{
    private const string Trial = "kolaybase_trial";

    /// <summary>Begins an upload.</summary>
    /// <param name="session">Its transaction.</param>
    /// <param name="target">Where it is to go.</param>
    /// <param name="upload">Its row.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ApiException">What the contract says.</exception>
    public static async Task<UploadRules> RunAsync(StorageSession session, UploadTarget target, UploadRow upload, StorageOptions options, CancellationToken cancellationToken)
    {
        var quota = target.Caller.Project.StorageQuotaBytes ?? options.QuotaBytes;
        var isTrialed = target.Caller.Role != DatabaseRole.ServiceRole;
        var (bucket, there, used, open) = await session.QueryAsync(
            batch =>
            {
                batch.AsProject()
                    .Add("select b.file_size_limit, b.allowed_mime_types from storage.buckets b where b.name = $1 and b.deleting_at is null", target.Bucket)
                    .Add(UploadSql.MakesRoom, target.Bucket, target.Path)
                    .Add(quota is null ? "select 0::int8" : UploadSql.UsedAndReserved)
                    .Add(UploadSql.Open, upload.Resumable is null ? 0L : options.OpenUploadsPerProject);
                if (isTrialed)
                {
                    batch.Run($"savepoint {Trial}").AsCaller();
                    UploadSql.AddCallersWrite(batch, target, upload.Length ?? 0, upload.ContentType, etag: "");
                    batch.Run($"rollback to savepoint {Trial}");
                }
            },
            async results =>
            {
                var reader = results.Reader;
                (long? Limit, string[]? Types)? found = await reader.ReadAsync(cancellationToken)
                    ? (await reader.IsDBNullAsync(0, cancellationToken) ? null : reader.GetInt64(0), await reader.IsDBNullAsync(1, cancellationToken) ? null : await reader.GetFieldValueAsync<string[]>(1, cancellationToken))
                    : null;
                await results.NextAsync(cancellationToken);
                long? size = await reader.ReadAsync(cancellationToken) ? reader.GetInt64(0) : null;
                await results.NextAsync(cancellationToken);
                await reader.ReadAsync(cancellationToken);
                var bytes = reader.GetInt64(0);
                await results.NextAsync(cancellationToken);
                await reader.ReadAsync(cancellationToken);
                return (found, size, bytes, reader.GetInt64(0));
            },
            cancellationToken);
        if (bucket is not { } rules)
        {
            throw StorageErrors.BucketNotFound();
        }

        if (upload.Resumable is not null && open >= options.OpenUploadsPerProject)
        {
            throw StorageErrors.TooManyOpenUploads(options);
        }

        if (there is not null && !target.Upsert)
        {
            throw StorageErrors.ObjectExists();
        }

        var max = Math.Min(rules.Limit ?? long.MaxValue, options.MaxObjectBytes);
        var room = quota is { } most ? most - used + (there ?? 0) : (long?)null;
        if (upload.Length > max)
        {
            throw StorageErrors.TooLarge(max);
        }

        if (room < (upload.Length ?? 1))
        {
            throw StorageErrors.QuotaExceeded(quota!.Value);
        }

        await session.ExecuteAsync(batch => UploadSql.AddRow(batch.AsProject(), target, upload), cancellationToken);
        return new UploadRules(max, room, rules.Types);
    }
}

/// <summary>The row of an upload under way, in <c>storage.uploads</c>.</summary>
/// <param name="Version">Key of its bytes.</param>
/// <param name="Length">Bytes announced; null when unknown.</param>
/// <param name="ContentType">What the request says they are.</param>
/// <param name="ExpiresAt">When it is given up.</param>
internal sealed record UploadRow(Guid Version, long? Length, string ContentType, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether it goes on after a lost connection (tus).</summary>
    public ResumableUpload? Resumable { get; init; }
}

/// <summary>What only an upload that can be resumed has.</summary>
/// <param name="Handle">What names its parts at the store, see <see cref="ControlPlane.Objects.IObjectStore.BeginPartsAsync"/>.</param>
/// <param name="Metadata">Header <c>Upload-Metadata</c> as it came; null without.</param>
internal sealed record ResumableUpload(string Handle, string? Metadata);
