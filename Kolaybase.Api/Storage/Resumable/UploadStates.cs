using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Objects;
using NpgsqlTypes;

namespace Kolaybase.Api.Storage.Resumable;

/// <summary>
/// Reads and writes rows of resumable uploads. Each request that goes on with one takes a number (the epoch); everything that it writes asks for that
/// number, so that a request which was thought dead and is not can't write behind its successor.
/// </summary>
internal sealed class UploadStates(StorageDatabase database, TimeProvider time)
{
    private const string Columns = "u.version, u.bucket_id, u.name, u.owner, u.upsert, u.content_type, u.length, u.received, u.epoch, u.handle, u.tail_version, u.tail_size, u.expires_at, u.metadata";

    private const string RetireTail = """
        insert into storage.removals (version) select u.tail_version from storage.uploads u where u.version = $1 and u.epoch = $2 and u.tail_version is not null on conflict do nothing
        """;

    /// <summary>The upload, for whoever began it.</summary>
    /// <exception cref="ApiException">404, or 410 when it has expired.</exception>
    public async Task<UploadState> FindAsync(ProjectCaller caller, Guid version, CancellationToken cancellationToken) =>
        Check(await database.QueryAsync(
            caller,
            batch => batch.AsProject().Add($"select {Columns} from storage.uploads u where u.version = $1 and u.resumable and u.role = $2 and u.owner is not distinct from $3", Mine(caller, version)),
            results => ReadAsync(results, cancellationToken),
            cancellationToken));

    /// <summary>Takes the upload over at an offset: from now on only this request may go on with it.</summary>
    /// <exception cref="ApiException">404, 410, or 409 when it stands elsewhere.</exception>
    public async Task<UploadState> TakeAsync(ProjectCaller caller, Guid version, long offset, CancellationToken cancellationToken)
    {
        var found = await FindAsync(caller, version, cancellationToken);
        var taken = found.Received == offset
            ? await database.QueryAsync(
                caller,
                batch => batch.AsProject().Add($"update storage.uploads u set epoch = u.epoch + 1 where u.version = $1 and u.received = $2 returning {Columns}", version, offset),
                results => ReadAsync(results, cancellationToken),
                cancellationToken)
            : null;
        return taken ?? throw TusProtocol.OtherOffset($"The upload stands at {found.Received} bytes, not at {offset}.");
    }

    /// <summary>A number for the next part, which no other request has or gets.</summary>
    /// <exception cref="ApiException">409: another request goes on with the upload.</exception>
    public async Task<int> NextPartAsync(ProjectCaller caller, UploadState upload, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            caller,
            batch => batch.AsProject().Add("update storage.uploads set next_part = next_part + 1 where version = $1 and epoch = $2 returning next_part - 1", upload.Version, upload.Epoch),
            async results => await results.Reader.ReadAsync(cancellationToken) ? results.Reader.GetInt32(0) : throw TakenOver(),
            cancellationToken);

    /// <summary>Notes a part that the store has: with the commit, its bytes and those of the tail within it are acknowledged.</summary>
    /// <exception cref="ApiException">409: another request goes on with the upload.</exception>
    public Task AddPartAsync(ProjectCaller caller, UploadState upload, StoredPart part, byte[] sha256, long received, CancellationToken cancellationToken) =>
        WriteAsync(
            caller,
            batch => batch
                .Run(RetireTail, upload.Version, upload.Epoch)
                .Run("insert into storage.upload_parts (version, number, size, tag, sha256) select u.version, $3, $4, $5, $6 from storage.uploads u where u.version = $1 and u.epoch = $2", upload.Version, upload.Epoch, part.Number, part.Size, part.Tag, sha256)
                .Add("update storage.uploads set received = $3, tail_version = null, tail_size = 0, content_type = $4 where version = $1 and epoch = $2 returning 1", upload.Version, upload.Epoch, received, upload.ContentType),
            cancellationToken);

    /// <summary>Notes bytes that are too few for a part.</summary>
    /// <exception cref="ApiException">409: another request goes on with the upload.</exception>
    public Task SetTailAsync(ProjectCaller caller, UploadState upload, Guid tail, long size, long received, CancellationToken cancellationToken) =>
        WriteAsync(
            caller,
            batch => batch
                .Run(RetireTail, upload.Version, upload.Epoch)
                .Add("update storage.uploads set received = $3, tail_version = $4, tail_size = $5, content_type = $6 where version = $1 and epoch = $2 returning 1", upload.Version, upload.Epoch, received, tail, size, upload.ContentType),
            cancellationToken);

    /// <summary>Its parts in their order, with their digests.</summary>
    public Task<List<(StoredPart Part, byte[] Sha256)>> PartsAsync(ProjectCaller caller, UploadState upload, CancellationToken cancellationToken) => database.QueryAsync(
        caller,
        batch => batch.AsProject().Add("select p.number, p.size, p.tag, p.sha256 from storage.upload_parts p where p.version = $1 order by p.number", upload.Version),
        async results =>
        {
            var parts = new List<(StoredPart, byte[])>();
            while (await results.Reader.ReadAsync(cancellationToken))
            {
                parts.Add((new StoredPart(results.Reader.GetInt32(0), results.Reader.GetInt64(1), results.Reader.GetString(2)), await results.Reader.GetFieldValueAsync<byte[]>(3, cancellationToken)));
            }

            return parts;
        },
        cancellationToken);

    private async Task WriteAsync(ProjectCaller caller, Action<StorageBatch> write, CancellationToken cancellationToken)
    {
        var written = await database.TransactAsync(
            caller,
            session => session.QueryAsync(batch => write(batch.AsProject()), async results => await results.Reader.ReadAsync(cancellationToken), cancellationToken),
            cancellationToken);
        if (!written)
        {
            throw TakenOver();
        }
    }

    private UploadState Check(UploadState? found) =>
        found is null ? throw TusProtocol.NotFound() : found.ExpiresAt <= time.GetUtcNow() ? throw TusProtocol.Expired() : found;

    private static object?[] Mine(ProjectCaller caller, Guid version) => [version, caller.Role.ToSql(), StorageBatch.Value(caller.User?.Id, NpgsqlDbType.Uuid)];

    private static ApiException TakenOver() => TusProtocol.OtherOffset("Another request goes on with this upload.");

    private static async Task<UploadState?> ReadAsync(StorageResults results, CancellationToken cancellationToken)
    {
        var reader = results.Reader;
        return await reader.ReadAsync(cancellationToken)
            ? new UploadState(
                reader.GetGuid(0),
                reader.GetString(1),
                reader.GetString(2),
                await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetGuid(3),
                reader.GetBoolean(4),
                reader.GetString(5),
                reader.GetInt64(6),
                reader.GetInt64(7),
                reader.GetInt32(8),
                reader.GetString(9),
                await reader.IsDBNullAsync(10, cancellationToken) ? null : reader.GetGuid(10),
                reader.GetInt64(11),
                await reader.GetFieldValueAsync<DateTimeOffset>(12, cancellationToken),
                await reader.IsDBNullAsync(13, cancellationToken) ? null : reader.GetString(13))
            : null;
    }
}
