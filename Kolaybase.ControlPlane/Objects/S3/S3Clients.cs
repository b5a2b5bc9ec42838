using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Kolaybase.ControlPlane.Objects.S3;

/// <summary>Makes clients of the SDK that speak to any S3 server.</summary>
internal static class S3Clients
{
    private const int Retries = 4;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    public static AmazonS3Client Create(ObjectStoreOptions options, Uri? endpoint)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle,
            // Waits longer before each retry, also on 503 SlowDown. Every call that we make can be repeated.
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Retries,
            ConnectTimeout = ConnectTimeout,
            Timeout = AnswerTimeout,
            // Else bodies are sent in chunks with checksums behind them, which many servers don't read.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }
        else
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = options.Region;
            config.UseHttp = endpoint.Scheme == Uri.UriSchemeHttp;
        }

        return new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
    }
}
