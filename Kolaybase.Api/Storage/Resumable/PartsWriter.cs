using System.Buffers;
using System.Security.Cryptography;
using Kolaybase.Api.Http;
using Kolaybase.Api.Storage.Objects;
using Kolaybase.ControlPlane.Objects;

namespace Kolaybase.Api.Storage.Resumable;

/// <summary>
/// Cuts what comes into parts. A part's bytes are acknowledged when the store has them and its row is committed; what is left when a request ends, too little
/// for a part, is kept as an object of its own, with which the next request begins. One part is in memory.
/// </summary>
internal sealed class PartsWriter(UploadStates states, StorageDatabase database, ObjectStores stores, ObjectWriter writer, StorageOptions options, StorageJobs jobs, TimeProvider time)
{
    private const int MiB = 1024 * 1024;
    private const int LeastPart = 8 * MiB;

    /// <summary>Fewer than the 10,000 that a server takes: every broken connection may leave a small one.</summary>
    private const int UsualParts = 7_000;

    /// <summary>How long bytes of a client that has gone are taken care of.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Takes a request's bytes.</summary>
    /// <returns>Where the upload stands.</returns>
    /// <exception cref="ApiException">What the contract says; what was acknowledged before stays.</exception>
    public async Task<long> AppendAsync(ProjectCaller caller, UploadState upload, Stream body, CancellationToken cancellationToken)
    {
        var store = stores.Of(caller.Project);
        var size = PartSize(upload.Length);
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var filled = await ReadTailAsync(store, caller, upload, buffer, cancellationToken);
            // Bytes before those in the buffer: all of them are in parts.
            var start = upload.Received - filled;
            while (true)
            {
                var (added, end) = await FillAsync(body, buffer.AsMemory(filled, (int)Math.Min(size, upload.Length - start) - filled), cancellationToken);
                filled += added;
                var complete = start + filled == upload.Length;
                if (complete && end is null && await HasMoreAsync(body, cancellationToken))
                {
                    throw new ApiException(StatusCodes.Status413PayloadTooLarge, ErrorCodes.ObjectTooLarge, $"More bytes came than the {upload.Length} that Upload-Length has announced.");
                }

                if (start == 0 && filled >= Math.Min(Signatures.Length, upload.Length))
                {
                    upload = upload with { ContentType = await DecideAsync(caller, upload, buffer.AsMemory(0, Math.Min(filled, Signatures.Length)), cancellationToken) };
                }

                if (complete)
                {
                    // Whoever has sent all bytes need not wait for the end of it.
                    return await CompleteAsync(store, caller, upload, buffer.AsMemory(0, filled));
                }

                if (end is not null)
                {
                    return await KeepAsync(store, caller, upload, buffer.AsMemory(0, filled), start, added, end);
                }

                await PutAsync(store, caller, upload, buffer.AsMemory(0, filled), start + filled, cancellationToken);
                (start, filled) = (start + filled, 0);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether bytes follow the last one. A client that has gone after it has sent them all.</summary>
    private static async Task<bool> HasMoreAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(new byte[1], cancellationToken) > 0;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return false;
        }
    }

    internal static int PartSize(long length) => (int)Math.Max(LeastPart, ((length / UsualParts / MiB) + 1) * MiB);

    /// <summary>Fills the buffer; says how the body ended when it did before: regularly, or because the client has gone.</summary>
    private static async Task<(int Added, Ending? End)> FillAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var added = 0;
        try
        {
            while (added < buffer.Length)
            {
                var read = await body.ReadAsync(buffer[added..], cancellationToken);
                if (read == 0)
                {
                    return (added, new Ending(null));
                }

                added += read;
            }

            return (added, null);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return (added, new Ending(e));
        }
    }

    private static async Task<int> ReadTailAsync(IObjectStore store, ProjectCaller caller, UploadState upload, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (upload.Tail is not { } tail)
        {
            return 0;
        }

        await using var bytes = await store.OpenReadAsync(new ObjectKey(caller.Project.Id, tail), 0, upload.TailSize, cancellationToken);
        await bytes.ReadExactlyAsync(buffer[..(int)upload.TailSize], cancellationToken);
        return (int)upload.TailSize;
    }

    private async Task<string> DecideAsync(ProjectCaller caller, UploadState upload, ReadOnlyMemory<byte> head, CancellationToken cancellationToken)
    {
        var allowed = await database.QueryAsync(
            caller,
            batch => batch.AsProject().Add("select b.allowed_mime_types from storage.buckets b where b.name = $1", upload.Bucket),
            async results => await results.Reader.ReadAsync(CancellationToken.None) && !await results.Reader.IsDBNullAsync(0, CancellationToken.None) ? await results.Reader.GetFieldValueAsync<string[]>(0, CancellationToken.None) : null,
            // Also for a client that has just gone.
            cancellationToken.IsCancellationRequested ? CancellationToken.None : cancellationToken);
        return ContentTypes.Decide(ContentTypes.Declared(upload.ContentType), head.Span, allowed);
    }

    private async Task PutAsync(IObjectStore store, ProjectCaller caller, UploadState upload, ReadOnlyMemory<byte> bytes, long received, CancellationToken cancellationToken)
    {
        var number = await states.NextPartAsync(caller, upload, cancellationToken);
        var part = await store.PutPartAsync(upload.Key(caller), upload.Handle, number, bytes, cancellationToken);
        await states.AddPartAsync(caller, upload, part, SHA256.HashData(bytes.Span), received, cancellationToken);
    }

    /// <summary>A request has ended before the upload: what it has brought is acknowledged, whoever is there to hear of it.</summary>
    private async Task<long> KeepAsync(IObjectStore store, ProjectCaller caller, UploadState upload, ReadOnlyMemory<byte> bytes, long start, int added, Ending end)
    {
        var received = start + bytes.Length;
        using var patience = new CancellationTokenSource(Patience, time);
        if (added > 0 && bytes.Length >= Math.Max(store.MinimumPartBytes, MiB))
        {
            await PutAsync(store, caller, upload, bytes, received, patience.Token);
        }
        else if (added > 0)
        {
            var tail = ObjectKey.Create(caller.Project.Id);
            await store.PutAsync(tail, new MemoryStream(bytes.ToArray()), bytes.Length, ContentTypes.Unknown, patience.Token);
            await states.SetTailAsync(caller, upload, tail.Version, bytes.Length, received, patience.Token);
        }

        jobs.RemoveObjects(caller.Project.Id);
        return end.Fault is null ? received : throw StorageErrors.Incomplete(end.Fault);
    }

    /// <summary>
    /// The last part, and the object. Nothing of the last part is noted before the object is there: after a crash in between, the client sends it
    /// again, and does not take an upload for complete that is none.
    /// </summary>
    private async Task<long> CompleteAsync(IObjectStore store, ProjectCaller caller, UploadState upload, ReadOnlyMemory<byte> bytes)
    {
        var parts = await states.PartsAsync(caller, upload, CancellationToken.None);
        // The digest of digests, as S3's own of such objects; parts may have been cut where connections broke.
        var digests = parts.Select(p => p.Sha256).Concat(bytes.Length > 0 ? [SHA256.HashData(bytes.Span)] : []).ToList();
        var etag = upload.Length == 0 ? Checksums.Etag(SHA256.HashData([])) : $"{Checksums.Etag(SHA256.HashData([.. digests.SelectMany(d => d)]))}-{digests.Count}";
        // After a crash before the commit the bytes are there already, and their parts are not any more.
        if (await store.SizeAsync(upload.Key(caller), CancellationToken.None) != upload.Length)
        {
            try
            {
                await StoreAsync(store, caller, upload, [.. parts.Select(p => p.Part)], bytes);
            }
            catch (ObjectStoreException e) when (e.Fault == ObjectStoreFault.Missing)
            {
                // Another request with the same end was quicker, and its parts are in the object by now. Which of the two may say so, the commit finds out.
                if (await store.SizeAsync(upload.Key(caller), CancellationToken.None) != upload.Length)
                {
                    throw;
                }
            }
        }

        return await CommitAsync(caller, upload, etag);
    }

    private async Task StoreAsync(IObjectStore store, ProjectCaller caller, UploadState upload, List<StoredPart> parts, ReadOnlyMemory<byte> bytes)
    {
        if (upload.Length == 0)
        {
            // Servers differ in whether an object of parts may be empty.
            await store.AbortPartsAsync(upload.Key(caller), upload.Handle, CancellationToken.None);
            await store.PutAsync(upload.Key(caller), Stream.Null, 0, upload.ContentType, CancellationToken.None);
            return;
        }

        if (bytes.Length > 0)
        {
            var number = await states.NextPartAsync(caller, upload, CancellationToken.None);
            parts.Add(await store.PutPartAsync(upload.Key(caller), upload.Handle, number, bytes, CancellationToken.None));
        }

        await store.CompletePartsAsync(upload.Key(caller), upload.Handle, parts, CancellationToken.None);
    }

    private async Task<long> CommitAsync(ProjectCaller caller, UploadState upload, string etag)
    {
        var done = new UploadedBytes(upload.Version, upload.Length, upload.ContentType, etag, null) { Epoch = upload.Epoch };
        try
        {
            await database.TransactAsync(caller, session => UploadCommit.RunAsync(session, upload.Target(caller), done, options, CancellationToken.None), CancellationToken.None);
        }
        catch (Exception e) when (IsRefusedForGood(e, caller))
        {
            // Such as by a policy: going on would not help.
            await writer.AbandonAsync(caller, upload.Version);
            throw;
        }

        jobs.RemoveObjects(caller.Project.Id);
        return upload.Length;
    }

    /// <summary>Not when another request has taken the upload over: that one goes on with it.</summary>
    private static bool IsRefusedForGood(Exception exception, ProjectCaller caller) =>
        (exception as ApiException ?? StorageFaults.Explain(exception, caller.Role)) is { Status: < 500 } refusal && refusal.Error.Code != ErrorCodes.UploadGone;

    /// <summary>How a body has ended.</summary>
    /// <param name="Fault">Null: regularly.</param>
    private sealed record Ending(Exception? Fault);
}
