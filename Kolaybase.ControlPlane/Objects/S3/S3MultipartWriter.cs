namespace Kolaybase.ControlPlane.Objects.S3;

/// <summary>Uploads a stream in parts: while one is on its way to the server the next is read, so that two are in memory at most.</summary>
internal sealed class S3MultipartWriter(S3ObjectStore store, ObjectKey key, string contentType)
{
    /// <summary>Runs to the end of the source; what fails aborts the upload.</summary>
    /// <param name="first">The first part, filled.</param>
    /// <param name="content">What follows.</param>
    /// <param name="cancellationToken">Aborts.</param>
    /// <returns>Bytes stored.</returns>
    public async Task<long> RunAsync(PartBuffer first, Stream content, CancellationToken cancellationToken)
    {
        var handle = await store.BeginPartsAsync(key, contentType, cancellationToken);
        try
        {
            var parts = await SendAsync(handle, first, content, cancellationToken);
            await store.CompletePartsAsync(key, handle, parts, cancellationToken);
            return parts.Sum(p => p.Size);
        }
        catch
        {
            await TryAbortAsync(handle);
            throw;
        }
    }

    private async Task<List<StoredPart>> SendAsync(string handle, PartBuffer first, Stream content, CancellationToken cancellationToken)
    {
        using var second = new PartBuffer();
        var parts = new List<StoredPart>();
        var (sending, reading) = (first, second);
        for (var number = 1; ; number++)
        {
            if (number == PartSizes.MaxParts)
            {
                throw new ObjectStoreException(ObjectStoreFault.Full, $"{key} has more parts than a server takes.");
            }

            var sent = store.PutPartAsync(key, handle, number, sending.Memory, cancellationToken);
            try
            {
                await reading.FillAsync(content, PartSizes.Of(number + 1), cancellationToken);
            }
            finally
            {
                // Its buffer is in use until then, also where reading has failed.
                await Task.WhenAny(sent);
            }

            parts.Add(await sent);
            if (reading.Length == 0)
            {
                return parts;
            }

            (sending, reading) = (reading, sending);
        }
    }

    private async Task TryAbortAsync(string handle)
    {
        try
        {
            await store.AbortPartsAsync(key, handle, CancellationToken.None);
        }
        catch (ObjectStoreException)
        {
            // The first failure is the one to tell; maintenance finds what is left.
            return;
        }
    }
}
