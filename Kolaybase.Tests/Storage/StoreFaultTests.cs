using Kolaybase.Tests.ControlPlane.Objects.Support;
using Kolaybase.Tests.Storage.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Storage;

/// <summary>An S3 server that is down, overloaded, full or cut off midway, by a gate in front of a real one; and what of it callers see.</summary>
public class StoreFaultTests
{
    public static TheoryData<string> Servers => [S3Servers.Minio, S3Servers.Versity];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_store_that_fails_is_told_with_when_to_try_again_and_leaves_nothing(string server)
    {
        await using var gate = new ByteGate((await S3Servers.GetAsync(server)).Port);
        await using var host = await StartAsync(server, gate);
        var project = await host.ProjectAsync();
        await project.BucketAsync("b", ""","public":true""");
        (await project.UploadAsync("b", "kept", "kept")).Expect(201);

        // Connections that are open already are cut with their next byte.
        (gate.Down, gate.CutRequestsAfter) = (true, 0);
        Assert.Equal("2", (await project.UploadAsync("b", "new", "x")).Refused(503, "KB720").Header("Retry-After"));
        (await project.DownloadAsync("b", "kept", Caller.Nobody)).Refused(503, "KB720");
        // What needs no bytes goes on.
        (await project.SendAsync("HEAD", $"{project.Base}/buckets/b/objects/download?path=kept", null, Caller.Nobody)).Expect(200);
        Assert.Equal(1, (await project.ExpectAsync(200, "GET", "/buckets/b/objects")).Json.GetArrayLength());
        var health = (await project.SendAsync("GET", "/health", null, Caller.Nobody)).Expect(200).Json;
        Assert.Equal(("degraded", "storage"), (health.GetProperty("status").GetString(), health.GetProperty("degraded")[0].GetProperty("part").GetString()));
        (gate.Down, gate.CutRequestsAfter) = (false, null);

        foreach (var (answer, status, code) in new[] { ("503 Slow Down", 503, "KB720"), ("500 Internal Server Error", 503, "KB720"), ("507 Insufficient Storage", 507, "KB721") })
        {
            gate.Answer = $"HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            (await project.UploadAsync("b", "new", "x")).Refused(status, code);
            (await project.UploadAsync("b", "kept", "other", upsert: true)).Refused(status, code);
        }

        gate.Answer = null;
        Assert.Equal("kept", (await project.DownloadAsync("b", "kept")).Text);
        Assert.Equal(1L, await project.ValueAsync<long>("select count(*) from storage.objects"));
        Assert.Equal(0L, await project.ValueAsync<long>("select count(*) from storage.uploads"));
        Assert.Single(await project.StoredAsync());
        Assert.DoesNotContain(host.Api.Log.Entries, e => e.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_download_that_is_cut_midway_breaks_off_and_never_looks_whole(string server)
    {
        await using var gate = new ByteGate((await S3Servers.GetAsync(server)).Port);
        await using var host = await StartAsync(server, gate);
        var project = await host.ProjectAsync();
        await project.BucketAsync("b");
        var bytes = TestBytes.Random(3 << 20);
        (await project.UploadAsync("b", "x", bytes)).Expect(201);
        gate.CutAnswersAfter = 1 << 20;
        var thrown = await Assert.ThrowsAnyAsync<HttpRequestException>(() => project.DownloadAsync("b", "x"));
        Assert.NotNull(thrown.InnerException);
        gate.CutAnswersAfter = null;
        Assert.Equal(bytes, (await project.DownloadAsync("b", "x")).Bytes);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task An_upload_whose_connection_to_the_store_is_cut_is_refused_or_done_and_nothing_between(string server)
    {
        await using var gate = new ByteGate((await S3Servers.GetAsync(server)).Port);
        await using var host = await StartAsync(server, gate);
        var project = await host.ProjectAsync();
        await project.BucketAsync("b");
        var bytes = TestBytes.Random(20 << 20);
        gate.CutRequestsAfter = 1 << 20;
        (await project.UploadAsync("b", "x", bytes)).Refused(503, "KB720");
        gate.CutRequestsAfter = null;
        (await project.DownloadAsync("b", "x")).Refused(404, "KB704");
        (await project.UploadAsync("b", "x", bytes)).Expect(201);
        Assert.Equal(bytes, (await project.DownloadAsync("b", "x")).Bytes);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_written_is_told_and_what_is_there_is_read_on()
    {
        await using var host = await StorageHost.StartAsync(StorageHosts.Files, 15);
        var project = await host.ProjectAsync();
        await project.BucketAsync("b");
        (await project.UploadAsync("b", "kept", "kept")).Expect(201);
        // A file where the project's folder of that upload would be made: root writes everywhere, but not below a file.
        var folder = Path.Combine(host.Plane.Settings["Kolaybase:Objects:Folder"]!, project.Project.Id.ToString("N"));
        foreach (var name in Enumerable.Range(0, 256).Select(i => i.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)).Where(n => !Directory.Exists(Path.Combine(folder, n))))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), "", Cancel);
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => project.UploadAsync("b", $"new/{i}", "x")));
        Assert.Contains(answers, a => a.Status == 503);
        Assert.All(answers.Where(a => a.Status != 201), a => a.Refused(503, "KB720"));
        Assert.Equal("kept", (await project.DownloadAsync("b", "kept")).Text);
        Assert.Equal(0L, await project.ValueAsync<long>("select count(*) from storage.uploads"));
        Assert.Equal(1L + answers.Count(a => a.Status == 201), await project.ValueAsync<long>("select count(*) from storage.objects"));
    }

    [Fact]
    public async Task A_disk_that_is_full_is_507_and_what_is_there_is_read_on()
    {
        using var disk = SmallDisk.Mount(mebibytes: 4);
        await using (var host = await StorageHost.StartAsync(StorageHosts.Files, 15, new Dictionary<string, string?> { ["Kolaybase:Objects:Folder"] = disk.Path }))
        {
            var project = await host.ProjectAsync();
            await project.BucketAsync("b");
            (await project.UploadAsync("b", "kept", "kept")).Expect(201);
            (await project.UploadAsync("b", "large", TestBytes.Random(8 << 20))).Refused(507, "KB721");
            (await project.UploadAsync("b", "kept", TestBytes.Random(8 << 20), upsert: true)).Refused(507, "KB721");
            Assert.Equal("kept", (await project.DownloadAsync("b", "kept")).Text);
            Assert.Equal(0L, await project.ValueAsync<long>("select count(*) from storage.uploads"));
            // What did not fit has left no room taken.
            (await project.UploadAsync("b", "fits", TestBytes.Random(3 << 20))).Expect(201);
        }
    }

    [Fact]
    public async Task An_object_that_is_replaced_between_its_row_and_its_bytes_is_read_as_it_is_now()
    {
        var race = new Race();
        await using var host = await StorageHost.StartAsync(StorageHosts.Files, 15);
        race.Enter(host.Api.Services);
        var project = await host.ProjectAsync();
        await project.BucketAsync("b");
        (await project.UploadAsync("b", "x", "the first")).Expect(201);
        var first = Assert.Single(await project.StoredAsync()).Version;
        race.BeforeRead = async () =>
        {
            (await project.UploadAsync("b", "x", "another", upsert: true)).Expect(201);
            await project.Store.DeleteAsync(project.Project.Id, [first], Cancel);
        };
        var read = (await project.DownloadAsync("b", "x", headers: ("Range", "bytes=0-2"))).Expect(206);
        Assert.Equal(("ano", "bytes 0-2/7"), (read.Text, read.Header("Content-Range")));

        var second = Assert.Single(await project.StoredAsync()).Version;
        race.BeforeRead = async () =>
        {
            await project.ExpectAsync(200, "DELETE", "/buckets/b/objects", """{"paths":["x"]}""");
            await project.Store.DeleteAsync(project.Project.Id, [second], Cancel);
        };
        (await project.DownloadAsync("b", "x")).Refused(404, "KB704");
    }

    private static Task<StorageHost> StartAsync(string server, ByteGate gate) =>
        StorageHost.StartAsync(server, 15, new Dictionary<string, string?> { ["Kolaybase:ObjectStores:s3:Endpoint"] = gate.Address.AbsoluteUri });
}
