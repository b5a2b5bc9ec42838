using Amazon.S3;
using Amazon.S3.Model;

namespace Kolaybase.ControlPlane.Objects.S3;

/// <summary>Signs addresses for the host that clients see: a signature holds for one host only.</summary>
internal sealed class S3DownloadSigner(ObjectStoreOptions options, Uri address, TimeProvider time) : IDisposable
{
    private readonly AmazonS3Client _client = S3Clients.Create(options, address);

    public Uri Sign(string bucket, ObjectKey key, TimeSpan expiry, string contentType, string? contentDisposition)
    {
        var request = new GetPreSignedUrlRequest
        {
            BucketName = bucket,
            Key = key.ToString(),
            Verb = HttpVerb.GET,
            Expires = (time.GetUtcNow() + expiry).UtcDateTime,
            Protocol = address.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS,
        };
        request.ResponseHeaderOverrides.ContentType = contentType;
        request.ResponseHeaderOverrides.ContentDisposition = contentDisposition;
        return new(_client.GetPreSignedURL(request));
    }

    public void Dispose() => _client.Dispose();
}
