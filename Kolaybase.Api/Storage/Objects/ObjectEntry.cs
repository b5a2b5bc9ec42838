namespace Kolaybase.Api.Storage.Objects;

/// <summary>An object, or with a delimiter a folder of them.</summary>
/// <param name="Name">Its path; null for a folder.</param>
/// <param name="Prefix">What the paths of all objects in the folder begin with, its slash included; null for an object.</param>
/// <param name="Size">Bytes; null for a folder.</param>
/// <param name="ContentType">Media type; null for a folder.</param>
/// <param name="LastModified">When its bytes were stored; null for a folder.</param>
/// <param name="Etag">What names these bytes, as in the header <c>ETag</c> without its quotes; null for a folder.</param>
public sealed record ObjectEntry(string? Name, string? Prefix, long? Size, string? ContentType, DateTimeOffset? LastModified, string? Etag)
{
    /// <summary>An object.</summary>
    public static ObjectEntry OfObject(string name, long size, string contentType, DateTimeOffset lastModified, string etag) => new(name, null, size, contentType, lastModified, etag);

    /// <summary>A folder.</summary>
    public static ObjectEntry OfFolder(string prefix) => new(null, prefix, null, null, null, null);
}
