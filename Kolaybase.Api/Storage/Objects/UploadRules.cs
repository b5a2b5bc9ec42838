namespace Kolaybase.Api.Storage.Objects;

/// <summary>What an upload has to keep to, as it was when it began.</summary>
/// <param name="MaxBytes">Bytes that the object may have.</param>
/// <param name="Room">Bytes that the project's quota had left for it; null without a quota.</param>
/// <param name="AllowedTypes">Media types that the bucket takes; null for any.</param>
internal sealed record UploadRules(long MaxBytes, long? Room, IReadOnlyList<string>? AllowedTypes);
