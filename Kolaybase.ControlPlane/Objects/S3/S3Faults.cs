using System.Net;
using Amazon.Runtime;
using Amazon.S3;

namespace Kolaybase.ControlPlane.Objects.S3;

/// <summary>Says what a failure of a server means.</summary>
internal static class S3Faults
{
    public static async Task<T> MapAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && Of(e) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>The fault; null for what is none of the server's. The text names codes only: messages of servers may quote keys.</summary>
    internal static ObjectStoreException? Of(Exception exception) => exception switch
    {
        ObjectStoreException => null,
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } e => New(ObjectStoreFault.Refused, "has no such bucket", e),
        AmazonS3Exception { StatusCode: HttpStatusCode.NotFound } e => New(ObjectStoreFault.Missing, "has nothing under the key", e),
        AmazonS3Exception { StatusCode: HttpStatusCode.InsufficientStorage } or AmazonS3Exception { ErrorCode: "XMinioStorageFull" or "XAmzStorageFull" or "QuotaExceeded" } =>
            new(ObjectStoreFault.Full, "The object store has no space left.", exception),
        AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } e => New(ObjectStoreFault.Refused, "refuses our credentials", e),
        AmazonServiceException e => New(ObjectStoreFault.Unavailable, "did not do it", e),
        AmazonClientException or HttpRequestException or IOException or OperationCanceledException or TimeoutException =>
            new(ObjectStoreFault.Unavailable, "The object store is out of reach, or its answer was cut.", exception),
        _ => null,
    };

    private static ObjectStoreException New(ObjectStoreFault fault, string what, AmazonServiceException exception) =>
        new(fault, $"The object store {what} ({(int)exception.StatusCode} {exception.ErrorCode}).", exception);
}
