using System.Net;
using Kolaybase.ControlPlane.Objects;
using Kolaybase.ControlPlane.Objects.S3;
using Kolaybase.Tests.ControlPlane.Objects.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.ControlPlane.Objects.S3;

public sealed class MinioObjectStoreTests() : S3ObjectStoreTests(S3Servers.Minio);

public sealed class VersityObjectStoreTests() : S3ObjectStoreTests(S3Servers.Versity);

public abstract class S3ObjectStoreTests(string server) : ObjectStoreContract, IDisposable
{
    private S3ObjectStore? _store;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_bucket_that_is_missing_is_made_by_several_at_once()
    {
        var s3 = await S3Servers.GetAsync(server);
        var options = s3.Options(bucket: $"b-{Guid.CreateVersion7():N}");
        using var store = new S3ObjectStore(options, TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => store.PrepareAsync(Cancel)));
        await store.PrepareAsync(Cancel);

        var key = ObjectKey.Create(Guid.CreateVersion7());
        await store.PutAsync(key, new MemoryStream([1]), 1, "text/plain", Cancel);
        Assert.Equal(1, await store.SizeAsync(key, Cancel));
    }

    [Fact]
    public async Task Wrong_credentials_and_a_missing_bucket_are_the_operators()
    {
        var s3 = await S3Servers.GetAsync(server);
        await OpenAsync();
        foreach (var options in new[] { s3.Options() with { SecretKey = "wrong-secret" }, s3.Options(bucket: "no-such-bucket-here") })
        {
            using var store = new S3ObjectStore(options, TimeProvider.System);
            var fault = await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutAsync(ObjectKey.Create(Guid.CreateVersion7()), new MemoryStream([1]), 1, "text/plain", Cancel));
            Assert.Equal(ObjectStoreFault.Refused, fault.Fault);
            Assert.DoesNotContain("wrong-secret", fault.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_signed_address_gives_this_object_with_the_headers_that_were_asked_for()
    {
        var store = await OpenAsync();
        var key = ObjectKey.Create(Guid.CreateVersion7());
        await store.PutAsync(key, new MemoryStream("hello"u8.ToArray()), 5, "text/html", Cancel);
        using var http = new HttpClient();

        var address = store.SignDownload(key, TimeSpan.FromMinutes(5), "text/plain", "attachment; filename=\"a b.txt\"")!;
        using var answer = await http.GetAsync(address, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("hello", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("attachment; filename=\"a b.txt\"", answer.Content.Headers.GetValues("Content-Disposition").Single());

        var other = ObjectKey.Create(key.ProjectId);
        await store.PutAsync(other, new MemoryStream([1]), 1, "text/plain", Cancel);
        using var stolen = await http.GetAsync(new Uri(address.AbsoluteUri.Replace($"{key.Version:N}", $"{other.Version:N}", StringComparison.Ordinal)), Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, stolen.StatusCode);
    }

    [Fact]
    public async Task Damage_on_the_way_to_the_server_is_refused_by_it()
    {
        var s3 = await S3Servers.GetAsync(server);
        await OpenAsync();
        await using var gate = new ByteGate(s3.Port) { Damage = true };
        using var store = new S3ObjectStore(s3.Options(gate.Address), TimeProvider.System);
        var key = ObjectKey.Create(Guid.CreateVersion7());

        await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutAsync(key, new MemoryStream(TestBytes.Random(200_000)), 200_000, "text/plain", Cancel));

        gate.Damage = false;
        Assert.Null(await store.SizeAsync(key, Cancel));
    }

    protected override async Task<IObjectStore> OpenAsync()
    {
        var s3 = await S3Servers.GetAsync(server);
        _store = new S3ObjectStore(s3.Options(), TimeProvider.System);
        await _store.PrepareAsync(Cancel);
        return _store;
    }
}
