namespace Kolaybase.Api.Storage.Buckets;

/// <summary>A bucket.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Name">Its name, by which calls name it.</param>
/// <param name="Public">Whether anybody may read its objects without a key.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ObjectCount">How many objects it has.</param>
/// <param name="TotalSize">Bytes of all of them.</param>
/// <param name="FileSizeLimit">Bytes that one object may have; null means the installation's limit.</param>
/// <param name="AllowedMimeTypes">Media types that it takes, such as <c>image/png</c> or <c>image/*</c>; null means any.</param>
public sealed record Bucket(Guid Id, string Name, bool Public, DateTimeOffset CreatedAt, long ObjectCount, long TotalSize, long? FileSizeLimit, IReadOnlyList<string>? AllowedMimeTypes);
