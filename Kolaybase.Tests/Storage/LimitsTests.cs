using Kolaybase.Tests.Storage.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Storage;

public class LimitsTests(StorageHosts hosts) : IClassFixture<StorageHosts>
{
    [Fact]
    public async Task A_bucket_s_limit_is_asked_of_what_is_said_and_of_what_comes()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b", ""","fileSizeLimit":1000""");
        (await project.UploadAsync("b", "fits", new byte[1000])).Expect(201);
        (await project.UploadAsync("b", "said", new byte[1001])).Refused(413, "KB708");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[1001]), "file", "x" } };
        (await project.SendAsync("POST", $"{project.Base}/buckets/b/objects?path=form", form, Caller.Service)).Refused(413, "KB708");
        using var unsaid = new HeldContent();
        unsaid.Finish();
        (await project.SendAsync("POST", $"{project.Base}/buckets/b/objects?path=chunked", unsaid, Caller.Service)).Refused(413, "KB708");
        Assert.Equal("fits", await project.ValueAsync<string>("select string_agg(name, ' ') from storage.objects"));
        Assert.Single(await project.StoredAsync());
    }

    [Fact]
    public async Task The_installation_s_limit_holds_where_the_bucket_s_is_larger()
    {
        await using var host = await StorageHost.StartAsync(StorageHosts.Files, 15, new Dictionary<string, string?> { ["Kolaybase:Storage:MaxObjectBytes"] = "100", ["Kolaybase:Storage:QuotaBytes"] = "250" });
        var project = await host.ProjectAsync();
        await project.BucketAsync("b", ""","fileSizeLimit":1000""");
        (await project.UploadAsync("b", "large", new byte[101])).Refused(413, "KB708");
        (await project.UploadAsync("b", "1", new byte[100])).Expect(201);
        (await project.UploadAsync("b", "2", new byte[100])).Expect(201);
        (await project.UploadAsync("b", "3", new byte[51])).Refused(413, "KB709");
        // What it replaces makes room.
        (await project.UploadAsync("b", "1", new byte[99], upsert: true)).Expect(201);
        (await project.UploadAsync("b", "3", new byte[51])).Expect(201);
        (await project.UploadAsync("b", "4", [1])).Refused(413, "KB709");
        (await project.UploadAsync("b", "empty", [])).Expect(201);
    }

    [Fact]
    public async Task Parallel_uploads_do_not_exceed_the_quota_together()
    {
        var project = await hosts.ProjectAsync();
        await project.SetQuotaAsync(1_000);
        await project.BucketAsync("b");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
        {
            // By a form, whose file has no length that counts in advance.
            var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[150]), "file", "x" } };
            return project.SendAsync("POST", $"{project.Base}/buckets/b/objects?path={i}", form, Caller.Service);
        }));
        Assert.All(answers.Where(a => a.Status != 201), a => a.Refused(413, "KB709"));
        Assert.Equal(6, answers.Count(a => a.Status == 201));
        Assert.Equal(900L, await project.ValueAsync<long>("select sum(size)::int8 from storage.objects"));
        Assert.Equal(900L, await project.ValueAsync<long>("select sum(bytes)::int8 from storage.usage"));
    }

    [Theory]
    [InlineData("image/png", "\u0089PNG\r\n\u001a\n...", 201, "image/png")]
    [InlineData(null, "\u0089PNG\r\n\u001a\n...", 201, "image/png")]
    [InlineData("text/plain", "\u0089PNG\r\n\u001a\n...", 201, "image/png")]
    [InlineData("image/png", "<html><script>", 415, null)]
    [InlineData("image/png", "just text", 415, null)]
    [InlineData("image/png", "MZ\u0090\0", 415, null)]
    [InlineData("image/jpeg", "GIF89a....", 201, "image/gif")]
    [InlineData("application/pdf", "%PDF-1.7", 415, null)]
    [InlineData("image/svg+xml", "<svg></svg>", 201, "image/svg+xml")]
    [InlineData(null, "plain", 415, null)]
    public async Task A_bucket_of_images_takes_what_is_one_by_its_bytes(string? type, string latin1, int status, string? kept)
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("images", ""","allowedMimeTypes":["image/*"]""");
        var answer = await project.UploadAsync("images", "x.exe", System.Text.Encoding.Latin1.GetBytes(latin1), type);
        if (status == 201)
        {
            Assert.Equal(kept, answer.Expect(201).Json.GetProperty("contentType").GetString());
        }
        else
        {
            answer.Refused(status, "KB710");
            Assert.Empty(await project.StoredAsync());
        }
    }

    [Fact]
    public async Task One_project_has_so_many_uploads_under_way_and_another_is_not_kept_from_its_own()
    {
        await using var host = await StorageHost.StartAsync(StorageHosts.Files, 15, new Dictionary<string, string?> { ["Kolaybase:Storage:UploadsPerProject"] = "1" });
        var (project, other) = (await host.ProjectAsync(), await host.ProjectAsync());
        await project.BucketAsync("b");
        await other.BucketAsync("b");
        using var held = new HeldContent();
        var first = project.SendAsync("POST", $"{project.Base}/buckets/b/objects?path=slow", held, Caller.Service);
        await held.Started;
        await Eventually.TrueAsync(async () => await project.ValueAsync<long>("select count(*) from storage.uploads") == 1, "the upload has begun", TestContext.Current.CancellationToken);
        var refused = (await project.UploadAsync("b", "second", [1])).Refused(429, "KB724");
        Assert.Equal("2", refused.Header("Retry-After"));
        (await other.UploadAsync("b", "theirs", [1])).Expect(201);
        held.Finish();
        (await first).Expect(201);
        (await project.UploadAsync("b", "second", [1])).Expect(201);
    }
}
