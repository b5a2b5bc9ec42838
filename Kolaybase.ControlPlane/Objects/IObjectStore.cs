namespace Kolaybase.ControlPlane.Objects;

/// <summary>
/// Keeps bytes under opaque keys. What they are called, who may read them and whether they exist for a user is in the project's
/// database (schema <c>storage</c>). Every member may throw <see cref="ObjectStoreException"/>; a cancelled or failed write leaves
/// nothing under its key, or what <see cref="ListAsync"/> and <see cref="AbortIncompleteAsync"/> find.
/// </summary>
public interface IObjectStore
{
    /// <summary>Every part but the last of an upload in parts must have at least so many bytes (S3: 5 MiB).</summary>
    int MinimumPartBytes { get; }

    /// <summary>Makes what the store needs to hold anything (a bucket, a folder); safe to repeat.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Looks whether the store can be used; costs it next to nothing.</summary>
    /// <exception cref="ObjectStoreException">It can't.</exception>
    Task ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Stores all of <paramref name="content"/>; when this returns the bytes survive a crash of the store. Memory does not grow with the length.</summary>
    /// <param name="key">A key that is not in use.</param>
    /// <param name="content">Read once, to its end; what reading throws is thrown on.</param>
    /// <param name="length">Bytes that will come; null when that is not known.</param>
    /// <param name="contentType">Media type that the store tells whoever reads by <see cref="SignDownload"/>.</param>
    /// <param name="cancellationToken">Gives up and removes what was stored.</param>
    /// <returns>Bytes stored.</returns>
    Task<long> PutAsync(ObjectKey key, Stream content, long? length, string contentType, CancellationToken cancellationToken);

    /// <summary>Opens a range for reading; the caller disposes the stream. Reading throws <see cref="ObjectStoreException"/> or <see cref="IOException"/> when the store fails midway, and never ends early without.</summary>
    /// <param name="key">The key.</param>
    /// <param name="offset">First byte, from 0.</param>
    /// <param name="count">Bytes to read; the range lies within the object.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <exception cref="ObjectStoreException">With <see cref="ObjectStoreFault.Missing"/>: nothing is there.</exception>
    Task<Stream> OpenReadAsync(ObjectKey key, long offset, long count, CancellationToken cancellationToken);

    /// <summary>Size in bytes; null when nothing is there.</summary>
    Task<long?> SizeAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Removes objects; one that is not there counts as removed.</summary>
    Task DeleteAsync(Guid projectId, IReadOnlyCollection<Guid> versions, CancellationToken cancellationToken);

    /// <summary>Removes all bytes of a project, begun uploads included.</summary>
    Task DeleteProjectAsync(Guid projectId, CancellationToken cancellationToken);

    /// <summary>Everything that lies in the store for a project, in the order of versions.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(Guid projectId, CancellationToken cancellationToken);

    /// <summary>Begins an upload in parts, for uploads that go on after a lost connection.</summary>
    /// <returns>What names it at the store, to be kept beside the key.</returns>
    Task<string> BeginPartsAsync(ObjectKey key, string contentType, CancellationToken cancellationToken);

    /// <summary>Stores one part; when this returns it survives a crash of everything. A part of the same number is replaced.</summary>
    /// <param name="key">The key.</param>
    /// <param name="handle">From <see cref="BeginPartsAsync"/>.</param>
    /// <param name="number">1 to 10,000; order counts, gaps are allowed.</param>
    /// <param name="content">The part's bytes.</param>
    /// <param name="cancellationToken">Gives up; the part may be there or not.</param>
    Task<StoredPart> PutPartAsync(ObjectKey key, string handle, int number, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Makes the object of exactly these parts, in ascending order of their numbers. Repeating it after a lost answer succeeds.</summary>
    Task CompletePartsAsync(ObjectKey key, string handle, IReadOnlyList<StoredPart> parts, CancellationToken cancellationToken);

    /// <summary>Removes a begun upload with its parts; one that is not there counts as removed.</summary>
    /// <param name="key">The key.</param>
    /// <param name="handle">From <see cref="BeginPartsAsync"/>; empty for whatever was begun under the key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task AbortPartsAsync(ObjectKey key, string handle, CancellationToken cancellationToken);

    /// <summary>Removes uploads (whole ones and in parts) that were begun before a time and never completed, and that are none of <paramref name="known"/>.</summary>
    /// <returns>How many were removed.</returns>
    Task<int> AbortIncompleteAsync(Guid projectId, DateTimeOffset before, IReadOnlySet<Guid> known, CancellationToken cancellationToken);

    /// <summary>An address from which the object can be read without us; null where the store has no public address.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expiry">How long it works from now: up to 7 days.</param>
    /// <param name="contentType">What the answer's <c>Content-Type</c> shall be.</param>
    /// <param name="contentDisposition">What the answer's <c>Content-Disposition</c> shall be; null for none.</param>
    Uri? SignDownload(ObjectKey key, TimeSpan expiry, string contentType, string? contentDisposition);
}

/// <summary>What a store says about an object that it holds.</summary>
/// <param name="Version">Its key within the project.</param>
/// <param name="Size">Bytes.</param>
/// <param name="LastModified">When it was stored, by the store's clock.</param>
public readonly record struct StoredObject(Guid Version, long Size, DateTimeOffset LastModified);

/// <summary>A part of an upload.</summary>
/// <param name="Number">1 to 10,000.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Tag">What the store wants to be told of it on completion (S3: its ETag).</param>
public sealed record StoredPart(int Number, long Size, string Tag);
