using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.Storage;

/// <summary>Sends and fetches bytes, through the API or straight to the server behind it, with the same client.</summary>
internal sealed class Transfers(StackProcess stack, string storage, string key, Uri minio) : IDisposable
{
    /// <summary>Bucket of the direct transfers.</summary>
    private const string Bucket = "direct";

    private readonly HttpClient _direct = new(new SocketsHttpHandler { MaxConnectionsPerServer = 32 }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly HttpClient _api = new(new SocketsHttpHandler { MaxConnectionsPerServer = 32 }) { BaseAddress = stack.Http.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
    private readonly AmazonS3Client _s3 = new(new BasicAWSCredentials(MinioProcess.User, MinioProcess.Password), new AmazonS3Config { ServiceURL = minio.AbsoluteUri, ForcePathStyle = true, AuthenticationRegion = "us-east-1", UseHttp = true });

    public Task PrepareAsync() => _s3.PutBucketAsync(Bucket);

    public async Task UploadAsync(string name, long bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{storage}/buckets/bench/objects?path={name}&upsert=true") { Content = new RepeatedContent(bytes) };
        request.Headers.Add("apikey", key);
        await SendAsync(_api, request, null);
    }

    public async Task<long> DownloadAsync(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{storage}/buckets/bench/objects/download?path={name}");
        request.Headers.Add("apikey", key);
        return await SendAsync(_api, request, Stream.Null);
    }

    public async Task UploadDirectlyAsync(string name, long bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Sign(name, HttpVerb.PUT)) { Content = new RepeatedContent(bytes) };
        await SendAsync(_direct, request, null);
    }

    public async Task<long> DownloadDirectlyAsync(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Sign(name, HttpVerb.GET));
        return await SendAsync(_direct, request, Stream.Null);
    }

    public void Dispose()
    {
        _direct.Dispose();
        _api.Dispose();
        _s3.Dispose();
    }

    private string Sign(string name, HttpVerb verb) =>
        _s3.GetPreSignedURL(new GetPreSignedUrlRequest { BucketName = Bucket, Key = name, Verb = verb, Protocol = Protocol.HTTP, Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1) });

    private static async Task<long> SendAsync(HttpClient http, HttpRequestMessage request, Stream? sink)
    {
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{request.Method} {request.RequestUri?.AbsolutePath} gave {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }

        if (sink is not null)
        {
            await using var body = await answer.Content.ReadAsStreamAsync();
            await body.CopyToAsync(sink, 1 << 17);
        }

        return answer.Content.Headers.ContentLength ?? 0;
    }
}
