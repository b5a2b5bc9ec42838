using Kolaybase.Tests.Storage.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Storage;

public class BucketTests(StorageHosts hosts) : IClassFixture<StorageHosts>
{
    [Theory]
    [MemberData(nameof(StorageHosts.Stores), MemberType = typeof(StorageHosts))]
    public async Task A_bucket_is_made_changed_listed_and_deleted(string store)
    {
        var project = await hosts.ProjectAsync(store);
        var made = (await project.BucketAsync("photos", ""","public":true,"fileSizeLimit":1000,"allowedMimeTypes":["Image/PNG","text/*"]""")).Json;
        Assert.Equal(["id", "name", "public", "createdAt", "objectCount", "totalSize", "fileSizeLimit", "allowedMimeTypes"], made.EnumerateObject().Select(m => m.Name));
        Assert.Equal("""["image/png","text/*"]""", made.GetProperty("allowedMimeTypes").GetRawText());
        await project.BucketAsync("Archive.2026");
        (await project.UploadAsync("photos", "a.txt", "hello")).Expect(201);
        (await project.UploadAsync("photos", "b.txt", "hello, you")).Expect(201);

        var listed = (await project.ExpectAsync(200, "GET", "/buckets")).Json;
        Assert.Equal(["Archive.2026 0 0", "photos 2 15"], listed.EnumerateArray().Select(b => $"{b.GetProperty("name")} {b.GetProperty("objectCount")} {b.GetProperty("totalSize")}"));

        var changed = (await project.ExpectAsync(200, "PATCH", "/buckets/photos", """{"public":false,"fileSizeLimit":null}""")).Json;
        Assert.False(changed.GetProperty("public").GetBoolean());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, changed.GetProperty("fileSizeLimit").ValueKind);
        Assert.Equal(2, changed.GetProperty("allowedMimeTypes").GetArrayLength());
        Assert.Equal(2, changed.GetProperty("objectCount").GetInt64());

        (await project.CallAsync("DELETE", "/buckets/photos")).Refused(409, "KB707");
        Assert.Equal("""{"message":"The bucket \"photos\" was deleted."}""", (await project.ExpectAsync(200, "DELETE", "/buckets/photos?force=true")).Text);
        (await project.DownloadAsync("photos", "a.txt")).Refused(404, "KB703");
        (await project.CallAsync("GET", "/buckets/photos/objects")).Refused(404, "KB703");
        await project.ExpectAsync(200, "DELETE", "/buckets/Archive.2026");
        Assert.Equal("[]", (await project.ExpectAsync(200, "GET", "/buckets")).Text);
        Assert.Equal(0L, await project.ValueAsync<long>("select count(*) from storage.usage"));
        // Its name is free again, and nothing of the old one is in the new.
        await project.BucketAsync("photos");
        Assert.Equal("[]", (await project.ExpectAsync(200, "GET", "/buckets/photos/objects")).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".a")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("ü")]
    [InlineData("a\\nb")]
    [InlineData("..")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_name_that_is_none_is_refused(string name)
    {
        var project = await hosts.ProjectAsync();
        (await project.CallAsync("POST", "/buckets", $$"""{"name":"{{name}}"}""")).Refused(400, "KB701");
    }

    [Theory]
    [InlineData("""{"name":"a","fileSizeLimit":0}""", "KB002")]
    [InlineData("""{"name":"a","fileSizeLimit":-1}""", "KB002")]
    [InlineData("""{"name":"a","allowedMimeTypes":[]}""", "KB002")]
    [InlineData("""{"name":"a","allowedMimeTypes":["png"]}""", "KB002")]
    [InlineData("""{"name":"a","allowedMimeTypes":["image/*x"]}""", "KB002")]
    [InlineData("""{"name":"a","color":"red"}""", "KB002")]
    [InlineData("""{}""", "KB002")]
    [InlineData("""[""", "KB001")]
    public async Task A_body_that_is_wrong_is_refused(string body, string code)
    {
        var project = await hosts.ProjectAsync();
        (await project.CallAsync("POST", "/buckets", body)).Refused(400, code);
    }

    [Fact]
    public async Task A_second_bucket_of_a_name_is_refused_and_of_ten_at_once_one_is_made()
    {
        var project = await hosts.ProjectAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => project.CallAsync("POST", "/buckets", """{"name":"one"}""")));
        Assert.Single(answers, a => a.Status == 201);
        Assert.All(answers.Where(a => a.Status != 201), a => a.Refused(409, "KB705"));
        (await project.CallAsync("PATCH", "/buckets/two", """{"public":true}""")).Refused(404, "KB703");
        (await project.CallAsync("DELETE", "/buckets/two")).Refused(404, "KB703");
        (await project.CallAsync("GET", "/buckets/tw%C3%B6/objects")).Refused(404, "KB703");
    }

    [Fact]
    public async Task Buckets_are_made_by_the_service_key_and_developers_and_seen_by_others_when_public()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("open", ""","public":true""");
        await project.BucketAsync("closed");
        foreach (var (caller, names) in new[] { (Caller.Anon, "open"), (Caller.User, "open"), (Caller.Viewer, "closed open"), (Caller.Developer, "closed open") })
        {
            Assert.Equal(names, string.Join(' ', (await project.ExpectAsync(200, "GET", "/buckets", caller: caller)).Json.EnumerateArray().Select(b => b.GetProperty("name").GetString())));
        }

        foreach (var caller in new[] { Caller.Anon, Caller.User, Caller.Viewer })
        {
            (await project.CallAsync("POST", "/buckets", """{"name":"mine"}""", caller)).Refused(403, "KB105");
            (await project.CallAsync("PATCH", "/buckets/open", """{"public":false}""", caller)).Refused(403, "KB105");
            (await project.CallAsync("DELETE", "/buckets/open?force=true", caller: caller)).Refused(403, "KB105");
        }

        await project.ExpectAsync(201, "POST", "/buckets", """{"name":"theirs"}""", Caller.Developer);
        (await project.CallAsync("GET", "/buckets", caller: Caller.Nobody)).Refused(401, "KB101");
        (await project.CallAsync("GET", "/buckets", caller: Caller.Outsider)).Refused(404, "KB110");
    }
}
