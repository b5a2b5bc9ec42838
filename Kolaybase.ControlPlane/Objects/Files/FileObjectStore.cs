using System.Globalization;
using System.Runtime.CompilerServices;

namespace Kolaybase.ControlPlane.Objects.Files;

/// <summary>
/// Objects as plain files: <c>&lt;folder&gt;/&lt;project&gt;/&lt;last two digits&gt;/&lt;version&gt;</c>. What is being written has a name of its own beside it
/// (<c>.tmp</c>, a folder <c>.parts</c>) and gets the last one when it has reached the disk.
/// </summary>
/// <param name="folder">Root; made where it is missing.</param>
public sealed class FileObjectStore(string folder) : IObjectStore
{
    internal const string Temporary = ".tmp";
    internal const string Parts = ".parts";
    private const int CopyBuffer = 128 * 1024;
    private readonly FileObjectPaths _paths = new(folder);

    /// <inheritdoc/>
    public int MinimumPartBytes => 1;

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        FileFaults.Map(() => SafeFolders.Make(_paths.Root));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task ProbeAsync(CancellationToken cancellationToken) => await FileFaults.MapAsync(async () =>
    {
        // One that was never used is made with its first object.
        if (Directory.Exists(_paths.Root))
        {
            var path = Path.Combine(_paths.Root, $".probe-{Guid.CreateVersion7():N}");
            await SafeFiles.Create(path, length: null).DisposeAsync();
            SafeFiles.Delete(path);
        }
    });

    /// <inheritdoc/>
    public async Task<long> PutAsync(ObjectKey key, Stream content, long? length, string contentType, CancellationToken cancellationToken)
    {
        var final = FileFaults.Map(() => _paths.MakeFolders(key));
        var temporary = final + Temporary;
        try
        {
            long written;
            await using (var file = FileFaults.Map(() => SafeFiles.Create(temporary, length)))
            {
                written = await CopyAsync(content, file, cancellationToken);
                FileFaults.Map(() => file.Flush(flushToDisk: true));
            }

            FileFaults.Map(() => SafeFiles.Publish(temporary, final));
            return written;
        }
        catch
        {
            SafeFiles.TryDelete(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(ObjectKey key, long offset, long count, CancellationToken cancellationToken) => FileFaults.Map(() =>
    {
        var file = SafeFiles.Open(_paths.Of(key));
        try
        {
            file.Position = offset;
            return Task.FromResult<Stream>(new FileRange(file, count));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    /// <inheritdoc/>
    public Task<long?> SizeAsync(ObjectKey key, CancellationToken cancellationToken) => FileFaults.Map(() =>
    {
        var file = new FileInfo(_paths.Of(key));
        return Task.FromResult<long?>(file.Exists && file.LinkTarget is null ? file.Length : null);
    });

    /// <inheritdoc/>
    public Task DeleteAsync(Guid projectId, IReadOnlyCollection<Guid> versions, CancellationToken cancellationToken)
    {
        foreach (var version in versions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FileFaults.Map(() => SafeFiles.Delete(_paths.Of(new(projectId, version))));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DeleteProjectAsync(Guid projectId, CancellationToken cancellationToken)
    {
        // Links within are removed themselves, not what they point to.
        FileFaults.Map(() => SafeFolders.Delete(_paths.OfProject(projectId)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(Guid projectId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The order of versions is not that of folders, which are named by the last digits: all names of a project are held, 16 bytes each.
        var versions = FileFaults.Map(() => _paths.Versions(projectId));
        versions.Sort(static (a, b) => string.CompareOrdinal(a.ToString("N"), b.ToString("N")));
        foreach (var version in versions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = new FileInfo(_paths.Of(new(projectId, version)));
            if (file.Exists)
            {
                yield return new(version, file.Length, file.LastWriteTimeUtc);
            }
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<string> BeginPartsAsync(ObjectKey key, string contentType, CancellationToken cancellationToken)
    {
        FileFaults.Map(() => SafeFolders.Make(_paths.MakeFolders(key) + Parts));
        return Task.FromResult("parts");
    }

    /// <inheritdoc/>
    public async Task<StoredPart> PutPartAsync(ObjectKey key, string handle, int number, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var final = PartPath(key, number);
        // Two requests may send the same part at once.
        var temporary = $"{final}-{Guid.CreateVersion7():N}{Temporary}";
        try
        {
            await using (var file = FileFaults.Map(() => SafeFiles.Create(temporary, content.Length)))
            {
                await FileFaults.MapAsync(() => file.WriteAsync(content, cancellationToken).AsTask());
                FileFaults.Map(() => file.Flush(flushToDisk: true));
            }

            FileFaults.Map(() => SafeFiles.Publish(temporary, final));
            return new(number, content.Length, "");
        }
        catch
        {
            SafeFiles.TryDelete(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task CompletePartsAsync(ObjectKey key, string handle, IReadOnlyList<StoredPart> parts, CancellationToken cancellationToken)
    {
        var (final, total) = (_paths.Of(key), parts.Sum(p => p.Size));
        if (await SizeAsync(key, cancellationToken) == total)
        {
            FileFaults.Map(() => SafeFolders.Delete(final + Parts));
            return;
        }

        // Two requests may complete one upload at once: each writes a file of its own.
        var temporary = $"{final}-{Guid.CreateVersion7():N}{Temporary}";
        try
        {
            await using (var file = FileFaults.Map(() => SafeFiles.Create(temporary, total)))
            {
                foreach (var part in parts)
                {
                    await using var source = FileFaults.Map(() => SafeFiles.Open(PartPath(key, part.Number)));
                    if (await CopyAsync(source, file, cancellationToken) != part.Size)
                    {
                        throw new ObjectStoreException(ObjectStoreFault.Missing, $"Part {part.Number} of {key} has another size than it was stored with.");
                    }
                }

                FileFaults.Map(() => file.Flush(flushToDisk: true));
            }

            FileFaults.Map(() => SafeFiles.Publish(temporary, final));
        }
        catch (ObjectStoreException e) when (e.Fault == ObjectStoreFault.Missing)
        {
            SafeFiles.TryDelete(temporary);
            // The other one was quicker, and has taken the parts away.
            if (await SizeAsync(key, cancellationToken) != total)
            {
                throw;
            }
        }
        catch
        {
            SafeFiles.TryDelete(temporary);
            throw;
        }

        FileFaults.Map(() => SafeFolders.Delete(final + Parts));
    }

    /// <inheritdoc/>
    public Task AbortPartsAsync(ObjectKey key, string handle, CancellationToken cancellationToken)
    {
        FileFaults.Map(() => SafeFolders.Delete(_paths.Of(key) + Parts));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> AbortIncompleteAsync(Guid projectId, DateTimeOffset before, IReadOnlySet<Guid> known, CancellationToken cancellationToken) =>
        Task.FromResult(FileFaults.Map(() => IncompleteFiles.Remove(_paths.OfProject(projectId), before, known)));

    /// <inheritdoc/>
    public Uri? SignDownload(ObjectKey key, TimeSpan expiry, string contentType, string? contentDisposition) => null;

    private string PartPath(ObjectKey key, int number) => Path.Combine(_paths.Of(key) + Parts, number.ToString("D5", CultureInfo.InvariantCulture));

    /// <summary>Copies; faults of the file are the store's, those of the source go to whoever gave it.</summary>
    private static async Task<long> CopyAsync(Stream source, FileStream file, CancellationToken cancellationToken)
    {
        var (buffer, total) = (new byte[CopyBuffer], 0L);
        while (await source.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            await FileFaults.MapAsync(() => file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).AsTask());
            total += read;
        }

        return total;
    }
}
