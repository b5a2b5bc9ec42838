using System.Diagnostics;
using Kolaybase.ControlPlane.Objects;

namespace Kolaybase.Tests.Support;

/// <summary>A running S3 server.</summary>
public sealed class TestS3(Process process, int port) : IAsyncDisposable
{
    public const string AccessKey = "kolaybase-tests";
    public const string SecretKey = "a-secret-of-the-tests";

    public int Port => port;

    public Uri Address { get; } = new($"http://127.0.0.1:{port}");

    /// <summary>How a store on it is configured.</summary>
    /// <param name="through">Where it is reached instead, as through a gate that breaks things.</param>
    /// <param name="bucket">Null for the one that tests share.</param>
    public ObjectStoreOptions Options(Uri? through = null, string? bucket = null) => new()
    {
        Endpoint = through ?? Address,
        PublicEndpoint = Address,
        PathStyle = true,
        Bucket = bucket ?? "kolaybase",
        AccessKey = AccessKey,
        SecretKey = SecretKey,
    };

    /// <summary>Settings of a host whose new projects keep their objects here.</summary>
    public Dictionary<string, string?> Settings(bool publicly = false) => new()
    {
        ["Kolaybase:ObjectStores:s3:Endpoint"] = Address.AbsoluteUri,
        ["Kolaybase:ObjectStores:s3:PublicEndpoint"] = publicly ? Address.AbsoluteUri : null,
        ["Kolaybase:ObjectStores:s3:AccessKey"] = AccessKey,
        ["Kolaybase:ObjectStores:s3:SecretKey"] = SecretKey,
        ["Kolaybase:Objects:Default"] = "s3",
    };

    internal async Task<bool> IsReadyAsync(TimeSpan patience)
    {
        using var http = new HttpClient { BaseAddress = Address };
        var start = TimeProvider.System.GetTimestamp();
        while (!process.HasExited && TimeProvider.System.GetElapsedTime(start) < patience)
        {
            try
            {
                // Without a signature it is refused; a server that is not ready says 503.
                using var answer = await http.GetAsync("/", CancellationToken.None);
                if ((int)answer.StatusCode < 500)
                {
                    return true;
                }
            }
            catch (HttpRequestException)
            {
                // Nobody listens yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
