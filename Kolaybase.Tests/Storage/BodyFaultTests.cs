using System.Net.Sockets;
using System.Text;
using Kolaybase.Tests.ControlPlane.Objects.Support;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Storage.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Storage;

public class BodyFaultTests(StorageHosts hosts) : IClassFixture<StorageHosts>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(StorageHosts.Stores), MemberType = typeof(StorageHosts))]
    public async Task A_client_that_goes_away_half_way_leaves_nothing(string store)
    {
        var project = await hosts.ProjectAsync(store);
        await project.BucketAsync("b");
        (await project.UploadAsync("b", "x", "kept")).Expect(201);
        // Within the first part, and behind it, where the store has begun an upload in parts.
        foreach (var sent in new[] { 100_000, 9 << 20 })
        {
            using (var client = new TcpClient())
            {
                await client.ConnectAsync(project.Host.Api.BaseUrl.Host, project.Host.Api.BaseUrl.Port, Cancel);
                var stream = client.GetStream();
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {project.Base}/buckets/b/objects?path=x&upsert=true HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000000\r\n{project.RawHeaders(Caller.Service)}\r\n"), Cancel);
                await stream.WriteAsync(new byte[sent], Cancel);
                await Eventually.TrueAsync(async () => await project.ValueAsync<long>("select count(*) from storage.uploads") == 1, "the upload has begun", Cancel);
            }

            await Eventually.TrueAsync(async () => await project.ValueAsync<long>("select count(*) from storage.uploads") == 0, "the upload is given up", Cancel);
        }

        Assert.Equal("kept", (await project.DownloadAsync("b", "x")).Text);
        Assert.Single(await project.StoredAsync());
        Assert.Equal(2L, await project.ValueAsync<long>("select count(*) from storage.removals"));
    }

    [Theory]
    // Fewer bytes than Content-Length says, and then the end.
    [InlineData("--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nhello")]
    [InlineData("--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nhello\r\n--B")]
    [InlineData("--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nhello\r\n--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"y\"\r\n\r\nagain\r\n--B--\r\n")]
    [InlineData("--B\r\nContent-Disposition: form-data; name=\"fil\"\r\n\r\nhello\r\n--B--\r\n")]
    [InlineData("--C\r\n\r\nhello\r\n--C--\r\n")]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("--B\r\nno header at all\r\n\r\nhello\r\n--B--\r\n")]
    public async Task A_form_that_is_none_or_ends_too_soon_leaves_nothing(string body)
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        var answer = await RawHttp.SendAsync(
            project.Host.Api.BaseUrl,
            $"POST {project.Base}/buckets/b/objects?path=x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: {body.Length}\r\n{project.RawHeaders(Caller.Service)}\r\n{body}");
        Assert.True(answer.Status == 400 && answer.Body.Contains("KB714", StringComparison.Ordinal), $"{answer.Status} {answer.Body}");
        Assert.Equal(0L, await project.ValueAsync<long>("select (select count(*) from storage.objects) + (select count(*) from storage.uploads)"));
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    public async Task A_form_without_a_boundary_is_refused(string type)
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        (await project.UploadAsync("b", "x", [1], type)).Refused(400, "KB714");
    }

    [Fact]
    public async Task Chunks_that_are_none_leave_nothing()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        var answer = await RawHttp.SendAsync(
            project.Host.Api.BaseUrl,
            $"POST {project.Base}/buckets/b/objects?path=x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n{project.RawHeaders(Caller.Service)}\r\n5\r\nhello\r\nzz\r\n");
        Assert.Equal(400, answer.Status);
        Assert.Equal(0L, await project.ValueAsync<long>("select (select count(*) from storage.objects) + (select count(*) from storage.uploads)"));
    }

    [Theory]
    [MemberData(nameof(StorageHosts.Stores), MemberType = typeof(StorageHosts))]
    public async Task Of_several_writers_and_readers_of_one_path_nobody_sees_a_torn_object(string store)
    {
        var project = await hosts.ProjectAsync(store);
        await project.BucketAsync("b");
        var bodies = Enumerable.Range(0, 6).Select(i => Enumerable.Repeat((byte)i, 300_000 + (i * 1_000)).ToArray()).ToArray();
        (await project.UploadAsync("b", "x", bodies[0])).Expect(201);
        var ended = false;
        var reading = Enumerable.Range(0, 3).Select(async _ =>
        {
            while (!Volatile.Read(ref ended))
            {
                AssertWhole((await project.DownloadAsync("b", "x")).Expect(200).Bytes, bodies);
            }
        }).ToList();
        var written = await Task.WhenAll(bodies.SelectMany(b => Enumerable.Repeat(b, 4)).Select(b => project.UploadAsync("b", "x", b, upsert: true)));
        Assert.All(written, a => a.Expect(201));
        Volatile.Write(ref ended, true);
        await Task.WhenAll(reading);
        AssertWhole((await project.DownloadAsync("b", "x")).Expect(200).Bytes, bodies);
        Assert.Equal(1L, await project.ValueAsync<long>("select sum(objects)::int8 from storage.usage"));
        Assert.Equal(await project.ValueAsync<long>("select size from storage.objects"), await project.ValueAsync<long>("select sum(bytes)::int8 from storage.usage"));
        Assert.Equal(24L, await project.ValueAsync<long>("select count(*) from storage.removals"));
    }

    [Fact]
    public async Task Of_ten_first_uploads_of_one_path_one_succeeds()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => project.UploadAsync("b", "x", TestBytes.Random(10_000 + i))));
        Assert.Single(answers, a => a.Status == 201);
        Assert.All(answers.Where(a => a.Status != 201), a => a.Refused(409, "KB706"));
        Assert.Equal(0L, await project.ValueAsync<long>("select count(*) from storage.uploads"));
    }

    [Fact]
    public async Task A_bucket_that_is_deleted_while_an_upload_runs_takes_the_upload_with_it()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        using var held = new HeldContent();
        var upload = project.SendAsync("POST", $"{project.Base}/buckets/b/objects?path=slow", held, Caller.Service);
        await held.Started;
        await Eventually.TrueAsync(async () => await project.ValueAsync<long>("select count(*) from storage.uploads") == 1, "the upload has begun", Cancel);
        await project.ExpectAsync(200, "DELETE", "/buckets/b");
        await project.BucketAsync("b");
        held.Finish();
        (await upload).Refused(409, "KB719");
        Assert.Equal("[]", (await project.ExpectAsync(200, "GET", "/buckets/b/objects")).Text);
    }

    private static void AssertWhole(byte[] bytes, byte[][] bodies) => Assert.Contains(bodies, b => b.AsSpan().SequenceEqual(bytes));
}
