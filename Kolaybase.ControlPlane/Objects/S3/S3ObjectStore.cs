using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace Kolaybase.ControlPlane.Objects.S3;

/// <summary>Objects in one bucket of an S3 server, whichever: only calls that every server has are made, and no answer is believed that only one gives.</summary>
public sealed class S3ObjectStore : IObjectStore, IDisposable
{
    /// <summary>Least size of a part that is not the last, in bytes (Amazon S3, "multipart upload limits").</summary>
    public const int MinimumPart = 5 * 1024 * 1024;

    private const int DeleteBatch = 1000;
    private readonly string _bucket;
    private readonly AmazonS3Client _client;
    private readonly S3DownloadSigner? _signer;
    private readonly TimeProvider _time;

    /// <summary>Connects to nothing until asked.</summary>
    public S3ObjectStore(ObjectStoreOptions options, TimeProvider time)
    {
        (_bucket, _time) = (options.Bucket, time);
        _client = S3Clients.Create(options, options.Endpoint);
        _signer = options.PublicEndpoint is { } address ? new(options, address, time) : null;
    }

    /// <inheritdoc/>
    public int MinimumPartBytes => MinimumPart;

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ProbeAsync(cancellationToken);
        }
        catch (ObjectStoreException e) when (e.InnerException is AmazonS3Exception { ErrorCode: "NoSuchBucket" })
        {
            await S3Faults.MapAsync(() => CreateBucketAsync(cancellationToken), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken) =>
        // Not by asking for a key: a missing bucket is told like a missing key there.
        S3Faults.MapAsync(() => _client.ListObjectsV2Async(new() { BucketName = _bucket, MaxKeys = 1 }, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<long> PutAsync(ObjectKey key, Stream content, long? length, string contentType, CancellationToken cancellationToken)
    {
        using var first = new PartBuffer();
        await first.FillAsync(content, PartSizes.Of(1), cancellationToken);
        if (first.Length < PartSizes.Of(1))
        {
            await PutWholeAsync(key, first, contentType, cancellationToken);
            return first.Length;
        }

        return await new S3MultipartWriter(this, key, contentType).RunAsync(first, content, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenReadAsync(ObjectKey key, long offset, long count, CancellationToken cancellationToken)
    {
        if (count == 0)
        {
            // No range of no bytes can be asked for.
            return await SizeAsync(key, cancellationToken) is null ? throw new ObjectStoreException(ObjectStoreFault.Missing, $"Nothing lies under {key}.") : Stream.Null;
        }

        var request = new GetObjectRequest { BucketName = _bucket, Key = key.ToString(), ByteRange = new ByteRange(offset, offset + count - 1) };
        return new S3Range(await S3Faults.MapAsync(() => _client.GetObjectAsync(request, cancellationToken), cancellationToken), count, _time);
    }

    /// <inheritdoc/>
    public async Task<long?> SizeAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            var metadata = await S3Faults.MapAsync(() => _client.GetObjectMetadataAsync(new() { BucketName = _bucket, Key = key.ToString() }, cancellationToken), cancellationToken);
            return metadata.ContentLength;
        }
        catch (ObjectStoreException e) when (e.Fault == ObjectStoreFault.Missing)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(Guid projectId, IReadOnlyCollection<Guid> versions, CancellationToken cancellationToken)
    {
        foreach (var batch in versions.Chunk(DeleteBatch))
        {
            await DeleteKeysAsync([.. batch.Select(v => new ObjectKey(projectId, v).ToString())], cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task DeleteProjectAsync(Guid projectId, CancellationToken cancellationToken)
    {
        await AbortAsync(ObjectKey.Prefix(projectId), _ => true, cancellationToken);
        await foreach (var page in PagesAsync(ObjectKey.Prefix(projectId), cancellationToken))
        {
            if (page.Count > 0)
            {
                await DeleteKeysAsync([.. page.Select(o => o.Key)], cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(Guid projectId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = ObjectKey.Prefix(projectId);
        await foreach (var page in PagesAsync(prefix, cancellationToken))
        {
            foreach (var entry in page)
            {
                if (Guid.TryParseExact(entry.Key.AsSpan(prefix.Length), "N", out var version))
                {
                    yield return new(version, entry.Size ?? 0, new DateTimeOffset((entry.LastModified ?? default).ToUniversalTime()));
                }
            }
        }
    }

    /// <inheritdoc/>
    public async Task<string> BeginPartsAsync(ObjectKey key, string contentType, CancellationToken cancellationToken)
    {
        var begun = await S3Faults.MapAsync(() => _client.InitiateMultipartUploadAsync(new() { BucketName = _bucket, Key = key.ToString(), ContentType = contentType }, cancellationToken), cancellationToken);
        return begun.UploadId;
    }

    /// <inheritdoc/>
    public async Task<StoredPart> PutPartAsync(ObjectKey key, string handle, int number, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var stored = await S3Faults.MapAsync(
            () => _client.UploadPartAsync(
                new()
                {
                    BucketName = _bucket,
                    Key = key.ToString(),
                    UploadId = handle,
                    PartNumber = number,
                    PartSize = content.Length,
                    InputStream = PartBuffer.Open(content),
                    // In one piece, with the SHA-256 of its bytes in the signature, which the server compares with what came.
                    UseChunkEncoding = false,
                },
                cancellationToken),
            cancellationToken);
        return new(number, content.Length, stored.ETag);
    }

    /// <inheritdoc/>
    public async Task CompletePartsAsync(ObjectKey key, string handle, IReadOnlyList<StoredPart> parts, CancellationToken cancellationToken)
    {
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = _bucket,
            Key = key.ToString(),
            UploadId = handle,
            PartETags = [.. parts.Select(p => new PartETag(p.Number, p.Tag))],
        };
        try
        {
            await S3Faults.MapAsync(() => _client.CompleteMultipartUploadAsync(request, cancellationToken), cancellationToken);
        }
        catch (ObjectStoreException e) when (e.Fault == ObjectStoreFault.Missing)
        {
            // Done already by a call whose answer was lost, or gone.
            if (await SizeAsync(key, cancellationToken) != parts.Sum(p => p.Size))
            {
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public async Task AbortPartsAsync(ObjectKey key, string handle, CancellationToken cancellationToken)
    {
        if (handle.Length == 0)
        {
            await AbortAsync(key.ToString(), _ => true, cancellationToken);
            return;
        }

        await AbortOneAsync(key.ToString(), handle, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> AbortIncompleteAsync(Guid projectId, DateTimeOffset before, IReadOnlySet<Guid> known, CancellationToken cancellationToken)
    {
        var prefix = ObjectKey.Prefix(projectId);
        return AbortAsync(
            prefix,
            upload => upload.Initiated?.ToUniversalTime() < before.UtcDateTime && !(Guid.TryParseExact(upload.Key.AsSpan(prefix.Length), "N", out var version) && known.Contains(version)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Uri? SignDownload(ObjectKey key, TimeSpan expiry, string contentType, string? contentDisposition) =>
        _signer?.Sign(_bucket, key, expiry, contentType, contentDisposition);

    /// <summary>Closes connections.</summary>
    public void Dispose()
    {
        _client.Dispose();
        _signer?.Dispose();
    }

    private async Task<bool> CreateBucketAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _client.PutBucketAsync(new PutBucketRequest { BucketName = _bucket, UseClientRegion = true }, cancellationToken);
        }
        catch (AmazonS3Exception e) when (e.ErrorCode is "BucketAlreadyOwnedByYou" or "BucketAlreadyExists")
        {
            // Another process was quicker. Somebody else's would refuse the first request.
        }

        return true;
    }

    private Task<PutObjectResponse> PutWholeAsync(ObjectKey key, PartBuffer content, string contentType, CancellationToken cancellationToken) => S3Faults.MapAsync(
        () => _client.PutObjectAsync(
            new() { BucketName = _bucket, Key = key.ToString(), ContentType = contentType, InputStream = PartBuffer.Open(content.Memory), UseChunkEncoding = false, AutoCloseStream = true },
            cancellationToken),
        cancellationToken);

    private async Task DeleteKeysAsync(List<string> keys, CancellationToken cancellationToken)
    {
        try
        {
            await S3Faults.MapAsync(
                () => _client.DeleteObjectsAsync(new() { BucketName = _bucket, Quiet = true, Objects = [.. keys.Select(k => new KeyVersion { Key = k })] }, cancellationToken),
                cancellationToken);
        }
        catch (ObjectStoreException e) when (e.InnerException is DeleteObjectsException or AmazonS3Exception { ErrorCode: "NotImplemented" or "MethodNotAllowed" })
        {
            // Some servers lack the call, and some refuse a part of it: one by one tells which.
            foreach (var key in keys)
            {
                await S3Faults.MapAsync(() => _client.DeleteObjectAsync(new() { BucketName = _bucket, Key = key }, cancellationToken), cancellationToken);
            }
        }
    }

    private async IAsyncEnumerable<List<S3Object>> PagesAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // By the last key rather than a token, so that pages of which all was deleted meanwhile go on rightly on every server.
        string? after = null;
        bool more;
        do
        {
            var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = prefix, StartAfter = after };
            var page = await S3Faults.MapAsync(() => _client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            var entries = page.S3Objects ?? [];
            yield return entries;
            after = entries.Count > 0 ? entries[^1].Key : after;
            more = page.IsTruncated == true && entries.Count > 0;
        }
        while (more);
    }

    /// <summary>Aborts what a condition names. MinIO lists begun uploads only by the whole key, and removes old ones by itself.</summary>
    private async Task<int> AbortAsync(string prefix, Func<MultipartUpload, bool> wanted, CancellationToken cancellationToken)
    {
        var (aborted, request) = (0, new ListMultipartUploadsRequest { BucketName = _bucket, Prefix = prefix });
        while (true)
        {
            var page = await S3Faults.MapAsync(() => _client.ListMultipartUploadsAsync(request, cancellationToken), cancellationToken);
            foreach (var upload in (page.MultipartUploads ?? []).Where(wanted))
            {
                await AbortOneAsync(upload.Key, upload.UploadId, cancellationToken);
                aborted++;
            }

            if (page.IsTruncated != true || string.IsNullOrEmpty(page.NextKeyMarker))
            {
                return aborted;
            }

            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
    }

    private async Task AbortOneAsync(string key, string handle, CancellationToken cancellationToken)
    {
        try
        {
            await S3Faults.MapAsync(() => _client.AbortMultipartUploadAsync(new() { BucketName = _bucket, Key = key, UploadId = handle }, cancellationToken), cancellationToken);
        }
        catch (ObjectStoreException e) when (e.Fault == ObjectStoreFault.Missing)
        {
            // Completed or aborted before.
        }
    }
}
