using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Objects;

namespace Kolaybase.Api.Storage.Resumable;

/// <summary>An upload as its row in <c>storage.uploads</c> says.</summary>
/// <param name="Version">Its identifier, and the key of its bytes.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="Path">The path.</param>
/// <param name="Owner">The end user whose it is.</param>
/// <param name="Upsert">Whether it may replace what is there.</param>
/// <param name="ContentType">The type: as told until the first bytes have come, then as they show.</param>
/// <param name="Length">All bytes that there will be.</param>
/// <param name="Received">Bytes that have come and survive whatever happens.</param>
/// <param name="Epoch">Which request goes on with it: one with a lesser number may not any more.</param>
/// <param name="Handle">What names its parts at the store.</param>
/// <param name="Tail">Bytes at the end that are too few for a part, as an object of their own; null without.</param>
/// <param name="TailSize">How many.</param>
/// <param name="ExpiresAt">When it is given up.</param>
/// <param name="Metadata">What the client has told.</param>
internal sealed record UploadState(
    Guid Version, string Bucket, string Path, Guid? Owner, bool Upsert, string ContentType, long Length, long Received, int Epoch, string Handle, Guid? Tail, long TailSize, DateTimeOffset ExpiresAt, string? Metadata)
{
    /// <summary>Where it goes when it is complete.</summary>
    public Objects.UploadTarget Target(ProjectCaller caller) => new(caller, Bucket, Path, Upsert, Owner);

    /// <summary>Key of its bytes.</summary>
    public ObjectKey Key(ProjectCaller caller) => new(caller.Project.Id, Version);
}
