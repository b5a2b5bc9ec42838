using System.Net.Http.Headers;
using System.Text;
using Kolaybase.Tests.Acceptance.Support;

namespace Kolaybase.Tests.Acceptance.Storage;

/// <summary>Contract, section 6.</summary>
public class StorageScenarios
{
    [Fact]
    public async Task Buckets_are_made_listed_changed_and_deleted()
    {
        var (member, project, storage) = await StartAsync();
        var made = (await member.PostAsync(storage + "/buckets", new { name = "photos" })).Expect(201).MustBe("name", "photos");
        Assert.True(Guid.TryParse(made.Text("id"), out _));
        (await member.PostAsync(storage + "/buckets", new { name = "photos" })).Expect(409, "KB705");
        (await member.PostAsync(storage + "/buckets", new { name = "../photos" })).Expect(400, "KB701");
        (await member.AsAnon(project).PostAsync(storage + "/buckets", new { name = "mine" })).Expect(403, "KB105");
        (await member.AsAnon(project).GetAsync(storage + "/buckets")).Expect(200).MustBe("[]");

        (await member.PatchAsync(storage + "/buckets/photos", new { @public = true })).Expect(200);
        var listed = (await member.AsAnon(project).GetAsync(storage + "/buckets")).Expect(200).Json[0];
        Assert.Equal(("photos", true, 0L, 0L), (listed.GetProperty("name").GetString(), listed.GetProperty("public").GetBoolean(), listed.GetProperty("objectCount").GetInt64(), listed.GetProperty("totalSize").GetInt64()));

        (await UploadAsync(member.AsService(project), storage, "photos", "a.txt", "hello")).Expect(201);
        (await member.DeleteAsync(storage + "/buckets/photos")).Expect(409, "KB707");
        (await member.DeleteAsync(storage + "/buckets/photos?force=true")).Expect(200);
        (await member.DeleteAsync(storage + "/buckets/photos")).Expect(404, "KB703");
        (await member.AsNobody().GetAsync(storage + "/buckets")).Expect(401, "KB101");
        (await (await member.SignUpAsync()).GetAsync(storage + "/buckets")).Expect(404, "KB110");
    }

    [Fact]
    public async Task An_object_goes_in_by_a_form_and_comes_out_by_whoever_may_read_it()
    {
        var (member, project, storage) = await StartAsync();
        (await member.PostAsync(storage + "/buckets", new { name = "open", @public = true })).Expect(201);
        (await member.PostAsync(storage + "/buckets", new { name = "closed" })).Expect(201);
        foreach (var bucket in new[] { "open", "closed" })
        {
            var made = (await UploadAsync(member, storage, bucket, "notes/ä b.txt", "hello")).Expect(201).MustBe("name", "notes/ä b.txt").MustBe("contentType", "text/plain; charset=utf-8");
            Assert.Equal(5, made.Json.GetProperty("size").GetInt64());
        }

        (await UploadAsync(member, storage, "open", "notes/ä b.txt", "other")).Expect(409, "KB706");
        (await UploadAsync(member, storage, "open", "notes/ä b.txt", "other", "&upsert=true")).Expect(201);
        (await UploadAsync(member.AsAnon(project), storage, "open", "x", "spam")).Expect(403, "KB711");
        (await UploadAsync(member, storage, "open", "../x", "spam")).Expect(400, "KB702");

        const string path = "/objects/download?path=notes%2F%C3%A4%20b.txt";
        var read = (await member.AsNobody().GetAsync($"{storage}/buckets/open{path}")).Expect(200);
        Assert.Equal("other", read.Body);
        Assert.Equal(("text/plain; charset=utf-8", "5"), (read.Header("Content-Type"), read.Header("Content-Length")));
        (await member.AsNobody().GetAsync($"{storage}/buckets/open{path}", ("If-None-Match", read.Header("ETag")!))).Expect(304);
        (await member.AsNobody().GetAsync($"{storage}/buckets/open{path}", ("If-Modified-Since", read.Header("Last-Modified")!))).Expect(304);
        Assert.Equal("the", (await member.AsNobody().GetAsync($"{storage}/buckets/open{path}", ("Range", "bytes=1-3"))).Expect(206).Body);
        (await member.AsNobody().GetAsync($"{storage}/buckets/open{path}", ("Range", "bytes=9-"))).Expect(416, "KB713");
        Assert.Equal("", (await member.AsNobody().SendAsync("HEAD", $"{storage}/buckets/open{path}")).Expect(200).Body);
        (await member.AsNobody().GetAsync($"{storage}/buckets/closed{path}")).Expect(401, "KB101");
        (await member.AsAnon(project).GetAsync($"{storage}/buckets/closed{path}")).Expect(404, "KB704").MustNotContain("hello");
        Assert.Equal("hello", (await member.GetAsync($"{storage}/buckets/closed{path}")).Expect(200).Body);
        (await member.GetAsync($"{storage}/buckets/open/objects/download?path=none")).Expect(404, "KB704");
    }

    [Fact]
    public async Task Objects_are_listed_page_by_page_and_deleted()
    {
        var (member, project, storage) = await StartAsync();
        (await member.PostAsync(storage + "/buckets", new { name = "b" })).Expect(201);
        foreach (var path in new[] { "a/1", "a/2", "b/1", "c" })
        {
            (await UploadAsync(member, storage, "b", path, path)).Expect(201);
        }

        var first = (await member.GetAsync(storage + "/buckets/b/objects?limit=2&delimiter=/")).Expect(200);
        Assert.Equal(["a/", "b/"], first.Json.EnumerateArray().Select(e => e.GetProperty("prefix").GetString()));
        var second = (await member.GetAsync($"{storage}/buckets/b/objects?limit=2&delimiter=/&cursor={first.Header("X-Next-Cursor")}")).Expect(200);
        Assert.Equal(["c"], second.Json.EnumerateArray().Select(e => e.GetProperty("name").GetString()));
        Assert.Null(second.Header("X-Next-Cursor"));
        Assert.Equal(["name", "prefix", "size", "contentType", "lastModified", "etag"], second.Json[0].EnumerateObject().Select(m => m.Name));
        Assert.Equal(2, (await member.GetAsync(storage + "/buckets/b/objects?prefix=a/")).Expect(200).Json.GetArrayLength());
        (await member.GetAsync(storage + "/buckets/b/objects?cursor=none")).Expect(400, "KB003");

        (await member.SendAsync("DELETE", storage + "/buckets/b/objects", Json("""{"paths":["a/1","c","none"]}"""))).Expect(200).MustBe("""{"message":"2 of 3 objects were deleted.","deleted":2}""");
        Assert.Equal(["a/2", "b/1"], (await member.GetAsync(storage + "/buckets/b/objects")).Expect(200).Json.EnumerateArray().Select(e => e.GetProperty("name").GetString()));
        (await member.AsAnon(project).SendAsync("DELETE", storage + "/buckets/b/objects", Json("""{"paths":["a/2"]}"""))).Expect(404, "KB703");
    }

    [Fact]
    public async Task Signed_addresses_work_without_any_header_for_what_they_were_signed_for()
    {
        var (member, _, storage) = await StartAsync();
        (await member.PostAsync(storage + "/buckets", new { name = "b" })).Expect(201);
        (await UploadAsync(member, storage, "b", "x", "hello")).Expect(201);
        var signed = (await member.GetAsync(storage + "/buckets/b/objects/url?path=x&expiry=60")).Expect(200);
        Assert.Equal(60, signed.Json.GetProperty("expiresIn").GetInt32());
        var url = new Uri(signed.Text("url")).PathAndQuery;
        Assert.Equal("hello", (await member.AsNobody().GetAsync(url)).Expect(200).Body);
        (await member.AsNobody().GetAsync(url + "x")).Expect(403, "KB712");
        (await member.AsNobody().GetAsync(url.Replace("path=x", "path=y", StringComparison.Ordinal))).Expect(403, "KB712");
        (await member.AsNobody().SendAsync("PUT", url, Text("planted"))).Expect(403, "KB712");
        (await member.GetAsync(storage + "/buckets/b/objects/url?path=x&expiry=59")).Expect(400, "KB003");

        var put = (await member.PostAsync(storage + "/buckets/b/objects/url", new { path = "new", method = "PUT" })).Expect(200);
        Assert.Equal(3600, put.Json.GetProperty("expiresIn").GetInt32());
        (await member.AsNobody().SendAsync("PUT", new Uri(put.Text("url")).PathAndQuery, Text("uploaded"))).Expect(201).MustBe("name", "new");
        Assert.Equal("uploaded", (await member.GetAsync(storage + "/buckets/b/objects/download?path=new")).Expect(200).Body);
    }

    [Fact]
    public async Task A_resumable_upload_is_begun_sent_in_pieces_and_there_at_the_end()
    {
        var (member, project, storage) = await StartAsync();
        (await member.PostAsync(storage + "/buckets", new { name = "b" })).Expect(201);
        var service = member.AsService(project);
        (string, string) version = ("Tus-Resumable", "1.0.0");
        var created = (await service.SendAsync("POST", storage + "/uploads", null, version, ("Upload-Length", "10"), ("Upload-Metadata", $"bucket {Base64("b")},path {Base64("film")}"))).Expect(201);
        var upload = created.Header("Location")!;
        Assert.Equal("4", (await PatchAsync(service, upload, 0, "0123")).Expect(204).Header("Upload-Offset"));
        Assert.Equal("4", (await service.SendAsync("HEAD", upload, null, version)).Expect(200).Header("Upload-Offset"));
        (await PatchAsync(service, upload, 5, "x")).Expect(409, "KB717");
        (await PatchAsync(member.AsAnon(project), upload, 4, "x")).Expect(404, "KB716");
        (await PatchAsync(service, upload, 4, "456789")).Expect(204);
        Assert.Equal("0123456789", (await service.GetAsync(storage + "/buckets/b/objects/download?path=film")).Expect(200).Body);
        (await service.SendAsync("POST", storage + "/uploads")).Expect(412, "KB718");
    }

    private static async Task<(AcceptanceClient Member, AcceptanceProject Project, string Storage)> StartAsync()
    {
        var member = await (await AcceptanceStack.ClientAsync()).SignUpAsync();
        var project = await member.CreateProjectAsync();
        return (member, project, $"/api/projects/{project.Id}/storage");
    }

    private static Task<AcceptanceAnswer> UploadAsync(AcceptanceClient client, string storage, string bucket, string path, string text, string more = "")
    {
        var file = Text(text);
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "file", FileName = "file.txt" };
        return client.SendAsync("POST", $"{storage}/buckets/{bucket}/objects?path={Uri.EscapeDataString(path)}{more}", new MultipartFormDataContent { file });
    }

    private static Task<AcceptanceAnswer> PatchAsync(AcceptanceClient client, string upload, int offset, string text)
    {
        var body = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        body.Headers.ContentType = new("application/offset+octet-stream");
        return client.SendAsync("PATCH", upload, body, ("Tus-Resumable", "1.0.0"), ("Upload-Offset", $"{offset}"));
    }

    private static StringContent Text(string text) => new(text, Encoding.UTF8, "text/plain");

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
