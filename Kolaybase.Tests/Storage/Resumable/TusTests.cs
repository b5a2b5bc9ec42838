using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.ControlPlane.Objects.Support;
using Kolaybase.Tests.Storage.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Storage.Resumable;

public class TusTests(StorageHosts hosts) : IClassFixture<StorageHosts>
{
    public static TheoryData<string> Stores => StorageHosts.Stores;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_upload_in_pieces_of_any_size_becomes_one_object(string store)
    {
        var project = await hosts.ProjectAsync(store);
        await project.BucketAsync("b");
        var bytes = TestBytes.Random((22 << 20) + 3);
        var location = await CreateAsync(project, bytes.Length, "a/big");
        var offset = 0;
        // Less than a part, a part and more, nothing, one byte, several parts, the rest.
        foreach (var piece in new[] { 1_000, 9 << 20, 0, 1, 12 << 20, int.MaxValue })
        {
            (await project.DownloadAsync("b", "a/big")).Refused(404, "KB704");
            Assert.Equal(offset, await OffsetAsync(project, location));
            var end = (int)Math.Min(bytes.Length, (long)offset + piece);
            var answer = (await PatchAsync(project, location, offset, bytes[offset..end])).Expect(204);
            offset = end;
            Assert.Equal(offset.ToString(CultureInfo.InvariantCulture), answer.Header("Upload-Offset"));
        }

        var back = (await project.DownloadAsync("b", "a/big")).Expect(200);
        Assert.True(bytes.AsSpan().SequenceEqual(back.Bytes));
        Assert.Equal("application/x-test", back.Header("Content-Type"));
        Assert.Contains('-', back.Header("ETag")!);
        (await HeadAsync(project, location)).Expect(404);
        Assert.Equal(0L, await project.ValueAsync<long>("select (select count(*) from storage.uploads) + (select count(*) from storage.upload_parts)"));
        Assert.Equal($"b 1 {bytes.Length}", await project.ValueAsync<string>("select bucket_id || ' ' || sum(objects) || ' ' || sum(bytes) from storage.usage group by bucket_id"));

        using var worker = await project.Host.StartWorkerAsync();
        await project.ExpectAsync(200, "DELETE", "/buckets/b/objects", """{"paths":["a/big"]}""");
        await Eventually.TrueAsync(async () => (await project.StoredAsync()).Count == 0, "everything that the pieces left in the store is gone", Cancel);
        await worker.StopAsync(Cancel);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Of_an_empty_upload_nothing_is_left_to_send(string store)
    {
        var project = await hosts.ProjectAsync(store);
        await project.BucketAsync("b");
        await CreateAsync(project, 0, "empty");
        Assert.Empty((await project.DownloadAsync("b", "empty")).Expect(200).Bytes);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_came_before_a_connection_broke_is_kept(string store)
    {
        var project = await hosts.ProjectAsync(store);
        await project.BucketAsync("b");
        var bytes = TestBytes.Random(20 << 20);
        var location = await CreateAsync(project, bytes.Length, "x");
        using (var client = await SendHalfAsync(project, project.Host.Api.BaseUrl, location, 0, bytes, 17 << 20))
        {
            await Eventually.TrueAsync(async () => await project.ValueAsync<long>("select received from storage.uploads") >= 16 << 20, "two parts are acknowledged", Cancel);
        }

        await Eventually.TrueAsync(async () => await project.ValueAsync<long>("select received from storage.uploads") == 17 << 20, "what was too little for a part is kept, too", Cancel);
        var offset = await OffsetAsync(project, location);
        (await PatchAsync(project, location, offset, bytes[(int)offset..])).Expect(204);
        Assert.Equal(bytes, (await project.DownloadAsync("b", "x")).Bytes);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_was_acknowledged_survives_a_kill_in_the_middle_of_a_request(string store)
    {
        var project = await hosts.ProjectAsync(store);
        await project.BucketAsync("b");
        var bytes = TestBytes.Random(20 << 20);
        var location = await CreateAsync(project, bytes.Length, "x");
        (await PatchAsync(project, location, 0, bytes[..100_000])).Expect(204);
        var address = new Uri($"http://127.0.0.1:{ServerPort.Free()}");
        await using (var api = await ApiProcess.StartAsync(project.Host.Plane.Settings, address))
        {
            using var client = await SendHalfAsync(project, address, location, 100_000, bytes[100_000..], 18 << 20);
            await Eventually.TrueAsync(async () => await project.ValueAsync<long>("select received from storage.uploads") >= 16 << 20, "two parts are acknowledged", Cancel);
            await api.KillAsync();
        }

        var offset = await OffsetAsync(project, location);
        Assert.Equal(16 << 20, offset);
        (await PatchAsync(project, location, offset, bytes[(int)offset..])).Expect(204);
        Assert.Equal(bytes, (await project.DownloadAsync("b", "x")).Bytes);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_upload_whose_bytes_were_completed_and_whose_row_was_not_is_finished_by_the_next_request(string store)
    {
        var project = await hosts.ProjectAsync(store);
        await project.BucketAsync("b");
        var bytes = TestBytes.Random(9 << 20);
        var location = await CreateAsync(project, bytes.Length, "x");
        (await PatchAsync(project, location, 0, bytes[..(8 << 20)])).Expect(204);
        // The commit fails once, behind the store: as after a crash in between, the parts are gone and the row is as it was.
        await project.SqlAsync("create function public.fail() returns trigger language plpgsql as $$begin perform 1 / 0; end$$; create trigger fail before insert on storage.objects for each row execute function public.fail()");
        var failing = await PatchAsync(project, location, 8 << 20, bytes[(8 << 20)..]);
        Assert.InRange(failing.Status, 400, 499);
        await project.SqlAsync("drop trigger fail on storage.objects");
        (await HeadAsync(project, location)).Expect(404);

        location = await CreateAsync(project, bytes.Length, "y");
        (await PatchAsync(project, location, 0, bytes[..(8 << 20)])).Expect(204);
        await project.SqlAsync("create function public.busy() returns trigger language plpgsql as $$begin raise exception 'busy' using errcode = '55P03'; end$$; create trigger busy before insert on storage.objects for each row execute function public.busy()");
        (await PatchAsync(project, location, 8 << 20, bytes[(8 << 20)..])).Expect(503);
        await project.SqlAsync("drop trigger busy on storage.objects");
        var offset = await OffsetAsync(project, location);
        Assert.Equal(8 << 20, offset);
        (await PatchAsync(project, location, offset, bytes[(int)offset..])).Expect(204);
        Assert.Equal(bytes, (await project.DownloadAsync("b", "y")).Bytes);
    }

    [Fact]
    public async Task A_project_has_so_many_open_uploads_and_no_more()
    {
        await using var host = await StorageHost.StartAsync(StorageHosts.Files, 15, new Dictionary<string, string?> { ["Kolaybase:Storage:OpenUploadsPerProject"] = "2" });
        var (project, other) = (await host.ProjectAsync(), await host.ProjectAsync());
        await project.BucketAsync("b");
        await other.BucketAsync("b");
        var first = await CreateAsync(project, 1, "1");
        await CreateAsync(project, 1, "2");
        Assert.Equal("60", (await SendAsync(project, "POST", "/uploads", ("Upload-Length", "1"), ("Upload-Metadata", Metadata("b", "3")))).Refused(429, "KB724").Header("Retry-After"));
        await CreateAsync(other, 1, "1");
        // Others go on.
        (await project.UploadAsync("b", "whole", "x")).Expect(201);
        (await PatchAsync(project, first, 0, [1])).Expect(204);
        await CreateAsync(project, 1, "3");
    }

    [Fact]
    public async Task A_request_that_was_thought_dead_can_not_write_behind_its_successor()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        var bytes = TestBytes.Random(20 << 20);
        var location = await CreateAsync(project, bytes.Length, "x");
        using var stale = await SendHalfAsync(project, project.Host.Api.BaseUrl, location, 0, new byte[bytes.Length], 1_000_000);
        await Eventually.TrueAsync(async () => await project.ValueAsync<int>("select epoch from storage.uploads") == 1, "the first request has begun", Cancel);
        (await PatchAsync(project, location, 0, bytes[..(9 << 20)])).Expect(204);
        // Now the first one sends on, and ends.
        await stale.GetStream().WriteAsync(new byte[bytes.Length - 1_000_000], Cancel);
        var received = new byte[4096];
        var read = await stale.GetStream().ReadAsync(received, Cancel);
        Assert.StartsWith("HTTP/1.1 409", Encoding.ASCII.GetString(received, 0, read), StringComparison.Ordinal);
        var offset = await OffsetAsync(project, location);
        Assert.Equal(9 << 20, offset);
        (await PatchAsync(project, location, offset, bytes[(int)offset..])).Expect(204);
        Assert.Equal(bytes, (await project.DownloadAsync("b", "x")).Bytes);
    }

    [Fact]
    public async Task The_protocol_is_kept_to()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b", ""","fileSizeLimit":1000,"allowedMimeTypes":["text/plain"]""");
        var options = (await project.SendAsync("OPTIONS", project.Base + "/uploads", null, Caller.Nobody)).Expect(204);
        Assert.Equal(("1.0.0", "1.0.0", "creation,expiration,termination"), (options.Header("Tus-Resumable"), options.Header("Tus-Version"), options.Header("Tus-Extension")));

        Assert.Equal("1.0.0", (await project.CallAsync("POST", "/uploads", headers: ("Upload-Length", "1"))).Refused(412, "KB718").Header("Tus-Version"));
        (await SendAsync(project, "POST", "/uploads", ("Upload-Defer-Length", "1"), ("Upload-Metadata", Metadata("b", "x")))).Refused(400, "KB400");
        (await SendAsync(project, "POST", "/uploads", ("Upload-Length", "-1"), ("Upload-Metadata", Metadata("b", "x")))).Refused(400, "KB400");
        (await SendAsync(project, "POST", "/uploads", ("Upload-Length", "1"), ("Upload-Metadata", "bucket !!!"))).Refused(400, "KB400");
        (await SendAsync(project, "POST", "/uploads", ("Upload-Length", "1"))).Refused(400, "KB003");
        (await SendAsync(project, "POST", "/uploads", ("Upload-Length", "1"), ("Upload-Metadata", Metadata("b", "../x")))).Refused(400, "KB702");
        (await SendAsync(project, "POST", "/uploads", ("Upload-Length", "1"), ("Upload-Metadata", Metadata("none", "x")))).Refused(404, "KB703");
        (await SendAsync(project, "POST", "/uploads", ("Upload-Length", "1001"), ("Upload-Metadata", Metadata("b", "x")))).Refused(413, "KB708");

        var location = await CreateAsync(project, 10, "x", "text/plain");
        (await PatchAsync(project, location, 5, [1])).Refused(409, "KB717");
        (await PatchAsync(project, location, 0, new byte[11])).Refused(413, "KB708");
        (await project.SendAsync("PATCH", location, new StringContent("x"), Caller.Service, ("Tus-Resumable", "1.0.0"), ("Upload-Offset", "0"))).Refused(415, "KB415");
        (await PatchAsync(project, location, 0, [0x89, .. "PNG\r\n\u001a\n01"u8])).Refused(415, "KB710");
        Assert.Equal(0, await OffsetAsync(project, location));
        (await PatchAsync(project, location, 0, "012345"u8.ToArray())).Expect(204);
        (await project.UploadAsync("b", "x", "in between")).Expect(201);
        (await PatchAsync(project, location, 6, "6789"u8.ToArray())).Refused(409, "KB706");
        (await HeadAsync(project, location)).Expect(404);

        location = await CreateAsync(project, 10, "y", "text/plain");
        (await project.SendAsync("DELETE", location, null, Caller.Service, ("Tus-Resumable", "1.0.0"))).Expect(204);
        (await PatchAsync(project, location, 0, [1])).Refused(404, "KB716");
        location = await CreateAsync(project, 10, "y", "text/plain");
        await project.SqlAsync("update storage.uploads set expires_at = now()");
        (await PatchAsync(project, location, 0, [1])).Refused(410, "KB716");
    }

    [Fact]
    public async Task Policies_bind_the_beginning_and_the_end_and_nobody_else_goes_on()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        (await SendAsync(project, "POST", "/uploads", Caller.User, ("Upload-Length", "4"), ("Upload-Metadata", Metadata("b", "x")))).Refused(403, "KB711");
        (await SendAsync(project, "POST", "/uploads", Caller.Viewer, ("Upload-Length", "4"), ("Upload-Metadata", Metadata("b", "x")))).Refused(403, "KB105");
        await project.SqlAsync("create policy mine on storage.objects for insert to authenticated with check (bucket_id = 'b' and owner = auth.uid())");
        var location = (await SendAsync(project, "POST", "/uploads", Caller.User, ("Upload-Length", "4"), ("Upload-Metadata", Metadata("b", "x")))).Expect(201).Header("Location")!;
        foreach (var caller in new[] { Caller.Anon, Caller.Service, Caller.Developer })
        {
            (await PatchAsync(project, location, 0, [1], caller)).Refused(404, "KB716");
        }

        (await PatchAsync(project, location, 0, [1, 2, 3], Caller.User)).Expect(204);
        await project.SqlAsync("drop policy mine on storage.objects");
        (await PatchAsync(project, location, 3, [4], Caller.User)).Refused(403, "KB711");
        Assert.Equal(0L, await project.ValueAsync<long>("select count(*) from storage.uploads"));
        location = (await SendAsync(project, "POST", "/uploads", ("Upload-Length", "4"), ("Upload-Metadata", Metadata("b", "x")))).Expect(201).Header("Location")!;
        (await project.SendAsync("DELETE", location, null, Caller.Viewer, ("Tus-Resumable", "1.0.0"))).Refused(403, "KB105");
        Assert.Equal(0L, await project.ValueAsync<long>("select count(*) from storage.objects"));
    }

    private static string Metadata(string bucket, string path, string type = "application/x-test") =>
        $"bucket {Base64(bucket)},path {Base64(path)},contentType {Base64(type)},other";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task<string> CreateAsync(StorageProject project, long length, string path, string type = "application/x-test")
    {
        var created = (await SendAsync(project, "POST", "/uploads", ("Upload-Length", length.ToString(CultureInfo.InvariantCulture)), ("Upload-Metadata", Metadata("b", path, type)))).Expect(201);
        Assert.NotNull(created.Header("Upload-Expires"));
        return created.Header("Location")!;
    }

    private static Task<StorageAnswer> SendAsync(StorageProject project, string method, string path, params (string Name, string Value)[] headers) =>
        SendAsync(project, method, path, Caller.Service, headers);

    private static Task<StorageAnswer> SendAsync(StorageProject project, string method, string path, Caller caller, params (string Name, string Value)[] headers) =>
        project.CallAsync(method, path, null, caller, [("Tus-Resumable", "1.0.0"), .. headers]);

    private static Task<StorageAnswer> PatchAsync(StorageProject project, string location, long offset, byte[] bytes, Caller caller = Caller.Service)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/offset+octet-stream");
        return project.SendAsync("PATCH", location, content, caller, ("Tus-Resumable", "1.0.0"), ("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture)));
    }

    private static Task<StorageAnswer> HeadAsync(StorageProject project, string location) => project.SendAsync("HEAD", location, null, Caller.Service, ("Tus-Resumable", "1.0.0"));

    private static async Task<long> OffsetAsync(StorageProject project, string location) => long.Parse((await HeadAsync(project, location)).Expect(200).Header("Upload-Offset")!, CultureInfo.InvariantCulture);

    /// <summary>Announces all of the bytes and sends the first ones.</summary>
    private static async Task<TcpClient> SendHalfAsync(StorageProject project, Uri address, string location, long offset, byte[] bytes, int sent)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Cancel);
        var head = $"PATCH {location} HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {offset}\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: {bytes.Length}\r\n{project.RawHeaders(Caller.Service)}\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Cancel);
        await client.GetStream().WriteAsync(bytes.AsMemory(0, sent), Cancel);
        return client;
    }
}
