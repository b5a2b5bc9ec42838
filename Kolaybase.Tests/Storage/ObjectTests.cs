using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Kolaybase.Tests.ControlPlane.Objects.Support;
using Kolaybase.Tests.Storage.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Storage;

public class ObjectTests(StorageHosts hosts) : IClassFixture<StorageHosts>
{
    public static TheoryData<string> Stores => StorageHosts.Stores;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Bytes_come_back_as_they_went_in(string store)
    {
        var project = await hosts.ProjectAsync(store);
        await project.BucketAsync("b");
        // Nothing, one byte, around a part's and a buffer's size, and several parts.
        foreach (var size in new[] { 0, 1, 1024, 65_537, (8 << 20) - 1, 8 << 20, (20 << 20) + 17 })
        {
            var bytes = TestBytes.Random(size);
            var made = (await project.UploadAsync("b", $"size/{size}", bytes, "application/x-test")).Expect(201).Json;
            Assert.Equal(["name", "prefix", "size", "contentType", "lastModified", "etag"], made.EnumerateObject().Select(m => m.Name));
            Assert.Equal(size, made.GetProperty("size").GetInt64());
            var back = (await project.DownloadAsync("b", $"size/{size}")).Expect(200);
            Assert.True(bytes.AsSpan().SequenceEqual(back.Bytes), $"{size} bytes came back as others");
            Assert.Equal("application/x-test", back.Header("Content-Type"));
            Assert.Equal(size.ToString(System.Globalization.CultureInfo.InvariantCulture), back.Header("Content-Length"));
            Assert.Equal($"\"{made.GetProperty("etag").GetString()}\"", back.Header("ETag"));
            Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes))}:", back.Header("Repr-Digest"));
            Assert.Equal("bytes", back.Header("Accept-Ranges"));
        }

        Assert.Equal(7, (await project.StoredAsync()).Count);
        Assert.Equal(0L, await project.ValueAsync<long>("select count(*) from storage.uploads"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_form_is_taken_as_browsers_and_supabase_js_send_it(string store)
    {
        var project = await hosts.ProjectAsync(store);
        await project.BucketAsync("b");
        foreach (var field in new[] { "file", "" })
        {
            using var form = new MultipartFormDataContent { { new StringContent("3600"), "cacheControl" } };
            var file = new ByteArrayContent(Encoding.UTF8.GetBytes("a,b\n1,2\n"));
            file.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv; charset=UTF-8; header=present");
            file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{field}\"", FileName = "\"../../etc/passwd\"" };
            form.Add(file);
            form.Add(new StringContent("after"), "note");
            var made = (await project.SendAsync("POST", $"{project.Base}/buckets/b/objects?path=data/table.csv&upsert=true", form, Caller.Developer)).Expect(201).Json;
            Assert.Equal(("data/table.csv", "text/csv; charset=utf-8", 8L), (made.GetProperty("name").GetString(), made.GetProperty("contentType").GetString(), made.GetProperty("size").GetInt64()));
            Assert.Equal("a,b\n1,2\n", (await project.DownloadAsync("b", "data/table.csv")).Text);
        }

        using var empty = new MultipartFormDataContent { { new StringContent("x"), "other" } };
        (await project.SendAsync("POST", $"{project.Base}/buckets/b/objects?path=none", empty, Caller.Service)).Refused(400, "KB714");
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Ranges_and_conditions_are_answered_by_the_book(string store)
    {
        var project = await hosts.ProjectAsync(store);
        await project.BucketAsync("b");
        var bytes = TestBytes.Random((9 << 20) + 5);
        (await project.UploadAsync("b", "r", bytes, "application/x-test")).Expect(201);
        var whole = (await project.DownloadAsync("b", "r")).Expect(200);
        var (etag, modified) = (whole.Header("ETag")!, whole.Header("Last-Modified")!);

        foreach (var (range, from, to) in new[] { ("bytes=0-0", 0, 0), ("bytes=5-9", 5, 9), ("bytes=-7", bytes.Length - 7, bytes.Length - 1), ("bytes=8388600-", 8388600, bytes.Length - 1), ($"bytes=10-{long.MaxValue}", 10, bytes.Length - 1), ("bytes=-999999999", 0, bytes.Length - 1) })
        {
            var part = (await project.DownloadAsync("b", "r", Caller.Service, ("Range", range))).Expect(206);
            Assert.Equal($"bytes {from}-{to}/{bytes.Length}", part.Header("Content-Range"));
            Assert.True(bytes.AsSpan(from, to - from + 1).SequenceEqual(part.Bytes), range);
        }

        var outside = (await project.DownloadAsync("b", "r", Caller.Service, ("Range", $"bytes={bytes.Length}-"))).Refused(416, "KB713");
        Assert.Equal($"It has {bytes.Length} bytes.", outside.Json.GetProperty("hint").GetString());
        // What is no range, or several, is answered with everything (RFC 9110, 14.2).
        (await project.DownloadAsync("b", "r", Caller.Service, ("Range", "lines=1-2"))).Expect(200);
        (await project.DownloadAsync("b", "r", Caller.Service, ("Range", "bytes=0-1,5-6"))).Expect(200);
        (await project.DownloadAsync("b", "r", Caller.Service, ("Range", "bytes=5-9"), ("If-Range", etag))).Expect(206);
        (await project.DownloadAsync("b", "r", Caller.Service, ("Range", "bytes=5-9"), ("If-Range", "\"other\""))).Expect(200);

        foreach (var value in new[] { etag, $"W/{etag}", $"\"x\", {etag}", "*" })
        {
            var same = (await project.DownloadAsync("b", "r", Caller.Service, ("If-None-Match", value))).Expect(304);
            Assert.Empty(same.Bytes);
            Assert.Equal(etag, same.Header("ETag"));
        }

        (await project.DownloadAsync("b", "r", Caller.Service, ("If-None-Match", "\"x\""))).Expect(200);
        (await project.DownloadAsync("b", "r", Caller.Service, ("If-Modified-Since", modified))).Expect(304);
        (await project.DownloadAsync("b", "r", Caller.Service, ("If-Modified-Since", "Thu, 01 Jan 2004 00:00:00 GMT"))).Expect(200);
        // If-None-Match goes before (RFC 9110, 13.2.2).
        (await project.DownloadAsync("b", "r", Caller.Service, ("If-None-Match", "\"x\""), ("If-Modified-Since", modified))).Expect(200);
        (await project.DownloadAsync("b", "r", Caller.Service, ("If-Match", "\"x\""))).Refused(412, "KB723");
        (await project.DownloadAsync("b", "r", Caller.Service, ("If-Match", etag))).Expect(200);
        (await project.DownloadAsync("b", "r", Caller.Service, ("If-Unmodified-Since", "Thu, 01 Jan 2004 00:00:00 GMT"))).Refused(412, "KB723");

        var head = (await project.SendAsync("HEAD", $"{project.Base}/buckets/b/objects/download?path=r", null, Caller.Service)).Expect(200);
        Assert.Empty(head.Bytes);
        Assert.Equal((etag, modified, whole.Header("Content-Length")), (head.Header("ETag"), head.Header("Last-Modified"), head.Header("Content-Length")));
        (await project.SendAsync("HEAD", $"{project.Base}/buckets/b/objects/download?path=none", null, Caller.Service)).Expect(404);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_is_there_is_replaced_only_when_asked_and_deleted_once(string store)
    {
        var project = await hosts.ProjectAsync(store);
        await project.BucketAsync("b");
        var first = (await project.UploadAsync("b", "a/b", "one")).Expect(201).Json;
        (await project.UploadAsync("b", "a/b", "two")).Refused(409, "KB706");
        Assert.Equal("one", (await project.DownloadAsync("b", "a/b")).Text);
        var second = (await project.UploadAsync("b", "a/b", "three", upsert: true)).Expect(201).Json;
        Assert.NotEqual(first.GetProperty("etag").GetString(), second.GetProperty("etag").GetString());
        Assert.Equal("three", (await project.DownloadAsync("b", "a/b")).Text);
        // A name beside one that begins with it: no store may be asked to have both as files.
        (await project.UploadAsync("b", "a", "beside")).Expect(201);
        Assert.Equal("b 2 11", await project.ValueAsync<string>("select bucket_id || ' ' || sum(objects) || ' ' || sum(bytes) from storage.usage group by bucket_id"));
        Assert.Equal(1L, await project.ValueAsync<long>("select count(*) from storage.removals"));

        var gone = (await project.ExpectAsync(200, "DELETE", "/buckets/b/objects", """{"paths":["a/b","a/b","nothing"]}""")).Json;
        Assert.Equal(1, gone.GetProperty("deleted").GetInt64());
        (await project.DownloadAsync("b", "a/b")).Refused(404, "KB704");
        Assert.Equal("beside", (await project.DownloadAsync("b", "a")).Text);
        (await project.CallAsync("DELETE", "/buckets/b/objects", """{"paths":[]}""")).Refused(400, "KB002");
        (await project.CallAsync("DELETE", "/buckets/b/objects", """{"paths":["../x"]}""")).Refused(400, "KB702");
        (await project.CallAsync("DELETE", "/buckets/none/objects", """{"paths":["x"]}""")).Refused(404, "KB703");
    }

    [Fact]
    public async Task Two_spellings_of_one_name_are_one_object()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        // é as one character, and as e with an accent (Unicode, NFC and NFD).
        (await project.UploadAsync("b", "caf\u00e9/e\u0301", "one")).Expect(201);
        (await project.UploadAsync("b", "cafe\u0301/\u00e9", "two")).Refused(409, "KB706");
        Assert.Equal("one", (await project.DownloadAsync("b", "cafe\u0301/\u00e9")).Text);
        Assert.Equal("caf\u00e9/\u00e9", (await project.ExpectAsync(200, "GET", "/buckets/b/objects?prefix=cafe%CC%81")).Json[0].GetProperty("name").GetString());
        Assert.Equal(1, (await project.ExpectAsync(200, "DELETE", "/buckets/b/objects", """{"paths":["cafe\u0301/e\u0301"]}""")).Json.GetProperty("deleted").GetInt64());
        // In the form NFC this has twice the bytes.
        (await project.UploadAsync("b", string.Concat(Enumerable.Repeat("\U0001D15E", 200)), "x")).Refused(400, "KB702");
    }

    [Theory]
    [InlineData("text/html", "<p>hi", "attachment")]
    [InlineData("image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>", "attachment")]
    [InlineData("application/xml", "<?xml version=\"1.0\"?><a/>", "attachment")]
    [InlineData("application/xhtml+xml", "<html></html>", "attachment")]
    [InlineData("text/javascript", "alert(1)", "attachment")]
    [InlineData("application/octet-stream", "xyz", "attachment")]
    [InlineData("image/png", "<html><script>1</script>", "attachment")]
    [InlineData("text/plain", "<html><script>1</script>", "inline")]
    [InlineData("application/json", "{}", "inline")]
    [InlineData("video/mp4", "....ftypisom", "inline")]
    public async Task Nothing_that_a_browser_would_run_is_shown_in_place(string type, string text, string expected)
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b", ""","public":true""");
        (await project.UploadAsync("b", "x", Encoding.UTF8.GetBytes(text), type)).Expect(201);
        var answer = (await project.DownloadAsync("b", "x", Caller.Nobody)).Expect(200);
        Assert.StartsWith(expected + ";", answer.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.StartsWith("sandbox;", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        if (expected == "inline")
        {
            Assert.DoesNotContain("html", answer.Header("Content-Type"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_download_has_its_name_in_UTF_8_and_nothing_else_in_its_header()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        (await project.UploadAsync("b", "ordner/Größe \"1\"; filename=evil.exe", "x")).Expect(201);
        var own = (await project.DownloadAsync("b", "ordner/Größe \"1\"; filename=evil.exe")).Expect(200).Header("Content-Disposition")!;
        var parsed = System.Net.Http.Headers.ContentDispositionHeaderValue.Parse(own);
        Assert.Equal(("inline", "Größe _1_; filename=evil.exe"), (parsed.DispositionType, parsed.FileNameStar));
        var other = (await project.CallAsync("GET", "/buckets/b/objects/download?path=ordner%2FGr%C3%B6%C3%9Fe%20%221%22%3B%20filename%3Devil.exe&download=a%0D%0AX-Evil%3A%201")).Expect(200);
        Assert.Equal("attachment", System.Net.Http.Headers.ContentDispositionHeaderValue.Parse(other.Header("Content-Disposition")!).DispositionType);
        Assert.Null(other.Header("X-Evil"));
        Assert.Equal("no-cache, private", other.Header("Cache-Control"));
    }

    [Fact]
    public async Task A_checksum_that_does_not_fit_is_refused_and_leaves_nothing()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        var bytes = Encoding.UTF8.GetBytes("hello");
        var digest = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes))}:";
        var other = $"sha-256=:{Convert.ToBase64String(SHA256.HashData("x"u8))}:";
        (await project.UploadAsync("b", "x", bytes, headers: ("Content-Digest", other))).Refused(400, "KB715");
        (await project.UploadAsync("b", "x", bytes, headers: ("Repr-Digest", "sha-256=hello"))).Refused(400, "KB400");
        Assert.Equal(0L, await project.ValueAsync<long>("select (select count(*) from storage.objects) + (select count(*) from storage.uploads)"));
        (await project.UploadAsync("b", "x", bytes, headers: ("Content-Digest", "sha-512=:x:, " + digest))).Expect(201);
        Assert.Equal(digest, (await project.DownloadAsync("b", "x")).Header("Repr-Digest"));
    }

    [Fact]
    public async Task Parameters_and_headers_that_mean_nothing_are_refused()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        (await project.CallAsync("POST", "/buckets/b/objects")).Refused(400, "KB003");
        (await project.CallAsync("POST", "/buckets/b/objects?path=a&path=b")).Refused(400, "KB003");
        (await project.CallAsync("POST", "/buckets/b/objects?path=a&upsert=perhaps")).Refused(400, "KB003");
        (await project.CallAsync("POST", "/buckets/b/objects?path=")).Refused(400, "KB702");
        (await project.UploadAsync("b", "x", [1], "not a type")).Refused(415, "KB415");
        (await project.UploadAsync("none", "x", [1])).Refused(404, "KB703");
        (await project.CallAsync("GET", "/buckets/b/objects/download?path=..%2fa")).Refused(400, "KB702");
        (await project.CallAsync("PUT", "/buckets/b/objects?path=a")).Expect(405);
    }

    [Fact]
    public async Task What_an_owner_has_written_into_a_row_and_no_header_can_hold_is_left_out()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        (await project.UploadAsync("b", "x", "hello")).Expect(201);
        await project.SqlAsync("update storage.objects set etag = E'a\"\r\nb', content_type = E'text/html\r\nX-Planted: 1', name = E'a\r\nb'");
        var read = (await project.DownloadAsync("b", "a\r\nb")).Refused(400, "KB702");
        Assert.Null(read.Header("X-Planted"));
        await project.SqlAsync("update storage.objects set name = 'x'");
        read = (await project.DownloadAsync("b", "x")).Expect(200);
        Assert.Equal(("hello", "application/octet-stream"), (read.Text, read.Header("Content-Type")));
        Assert.Null(read.Header("X-Planted"));
        (await project.CallAsync("GET", "/buckets/b/objects")).Expect(200);
        (await project.CallAsync("GET", "/buckets/b/objects/url?path=x")).Expect(200);
    }
}
