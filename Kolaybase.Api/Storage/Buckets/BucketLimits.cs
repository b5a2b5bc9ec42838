using Kolaybase.Api.Http;

namespace Kolaybase.Api.Storage.Buckets;

/// <summary>Checks limits of a bucket.</summary>
internal static class BucketLimits
{
    /// <exception cref="ApiException">400.</exception>
    public static long? Require(long? fileSizeLimit) => fileSizeLimit is null or > 0 ? fileSizeLimit : throw StorageErrors.Invalid("fileSizeLimit", "must be at least 1 byte; leave it out, or null, for none");
}
