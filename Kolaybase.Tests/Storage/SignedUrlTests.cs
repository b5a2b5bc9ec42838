using System.Text.RegularExpressions;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Tests.Storage.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.Storage;

public class SignedUrlTests(StorageHosts hosts) : IClassFixture<StorageHosts>
{
    [Theory]
    [MemberData(nameof(StorageHosts.Stores), MemberType = typeof(StorageHosts))]
    public async Task An_address_reads_one_object_without_any_header(string store)
    {
        var project = await PreparedAsync(store);
        var answer = (await project.ExpectAsync(200, "GET", "/buckets/b/objects/url?path=a%2F%C3%9C%20x%26y%3D%2B.txt&expiry=120")).Json;
        Assert.Equal(120, answer.GetProperty("expiresIn").GetInt32());
        var url = answer.GetProperty("url").GetString()!;
        Assert.StartsWith("http://localhost:4000/api/projects/", url, StringComparison.Ordinal);
        var read = (await ReadAsync(project, url)).Expect(200);
        Assert.Equal("hello", read.Text);
        Assert.Contains("private", read.Header("Cache-Control"), StringComparison.Ordinal);
        (await ReadAsync(project, url, "HEAD")).Expect(200);
        (await ReadAsync(project, url, "GET", ("Range", "bytes=1-2"))).Expect(206);
        // Wrong credentials beside it are nobody's business.
        (await ReadAsync(project, url, "GET", ("apikey", "kb_anon_wrong"))).Expect(200);
        (await ReadAsync(project, url, "GET", ("Authorization", "Basic dTpw"))).Expect(200);
        await project.ExpectAsync(200, "DELETE", "/buckets/b/objects", """{"paths":["a/Ü x&y=+.txt"]}""");
        (await ReadAsync(project, url)).Refused(404, "KB704");
    }

    [Fact]
    public async Task Whatever_is_changed_of_an_address_it_is_worth_nothing()
    {
        var project = await PreparedAsync();
        (await project.UploadAsync("b", "other", "secret")).Expect(201);
        var other = await hosts.ProjectAsync();
        var url = await SignAsync(project, "a/Ü x&y=+.txt");
        var query = new Uri(url).Query;
        var changed = new List<string>
        {
            url.Replace(project.Project.Id.ToString(), other.Project.Id.ToString(), StringComparison.Ordinal),
            url.Replace(project.Project.Id.ToString(), Guid.CreateVersion7().ToString(), StringComparison.Ordinal),
            Regex.Replace(url, "path=[^&]*", "path=other"),
            Regex.Replace(url, "bucket=[^&]*", "bucket=c"),
            Regex.Replace(url, "expires=[^&]*", m => m.Value + "0"),
            Regex.Replace(url, "expires=", m => m.Value + "0"),
            Regex.Replace(url, "expires=.", "expires=x"),
            Regex.Replace(url, "expires=[^&]*&", ""),
            Regex.Replace(url, "path=[^&]*&", ""),
            Regex.Replace(url, "&signature=.*", ""),
            url + "&path=other",
            url + "&expires=1",
            Regex.Replace(url, "signature=[^&]*", "signature="),
            Regex.Replace(url, "signature=[^&]*", "signature=test.AAAA"),
            Regex.Replace(url, "signature=[^.]*", "signature=gone"),
        };
        // Every byte of the signature counts.
        var signature = Regex.Match(query, "signature=([^&]*)").Groups[1].Value;
        changed.AddRange(Enumerable.Range(0, signature.Length).Select(i => url.Replace(signature, signature[..i] + (signature[i] == 'A' ? 'B' : 'A') + signature[(i + 1)..], StringComparison.Ordinal)));
        foreach (var address in changed)
        {
            (await ReadAsync(project, address)).Refused(403, "KB712");
        }

        (await project.SendAsync("PUT", new Uri(url).PathAndQuery, new StringContent("planted"), Caller.Nobody)).Refused(403, "KB712");
        var put = await SignAsync(project, "new", "PUT");
        (await ReadAsync(project, put)).Refused(403, "KB712");
        (await project.SendAsync("PUT", new Uri(put.Replace("upsert=false", "upsert=true", StringComparison.Ordinal)).PathAndQuery, new StringContent("x"), Caller.Nobody)).Refused(403, "KB712");
        (await project.SendAsync("PUT", new Uri(put + $"&owner={Guid.CreateVersion7()}").PathAndQuery, new StringContent("x"), Caller.Nobody)).Refused(403, "KB712");
        foreach (var address in new[] { put.Replace("upsert=false", "upsert=perhaps", StringComparison.Ordinal), put.Replace("upsert=false&", "", StringComparison.Ordinal), put + "&owner=me" })
        {
            (await project.SendAsync("PUT", new Uri(address).PathAndQuery, new StringContent("x"), Caller.Nobody)).Refused(403, "KB712");
        }

        Assert.Equal("hello", (await project.DownloadAsync("b", "a/Ü x&y=+.txt")).Text);
    }

    [Theory]
    [MemberData(nameof(StorageHosts.Stores), MemberType = typeof(StorageHosts))]
    public async Task An_address_for_an_upload_stores_one_object(string store)
    {
        var project = await PreparedAsync(store);
        var url = await SignAsync(project, "new/one.txt", "PUT");
        (await project.SendAsync("PUT", new Uri(url).PathAndQuery, new StringContent("uploaded"), Caller.Nobody)).Expect(201);
        Assert.Equal("uploaded", (await project.DownloadAsync("b", "new/one.txt")).Text);
        (await project.SendAsync("PUT", new Uri(url).PathAndQuery, new StringContent("again"), Caller.Nobody)).Refused(409, "KB706");
        (await project.CallAsync("POST", "/buckets/b/objects/url", """{"path":"new/one.txt","method":"PUT"}""")).Refused(409, "KB706");

        var replacing = (await project.ExpectAsync(200, "POST", "/buckets/b/objects/url", """{"path":"new/one.txt","method":"PUT","upsert":true,"expiry":60}""")).Json.GetProperty("url").GetString()!;
        (await project.SendAsync("PUT", new Uri(replacing).PathAndQuery, new StringContent("second"), Caller.Nobody)).Expect(201);
        Assert.Equal("second", (await project.DownloadAsync("b", "new/one.txt")).Text);
        Assert.Equal(0L, await project.ValueAsync<long>("select count(*) from storage.uploads"));
    }

    [Theory]
    [InlineData("GET", "/buckets/b/objects/url?path=a", null, 404, "KB704")]
    [InlineData("GET", "/buckets/none/objects/url?path=a", null, 404, "KB703")]
    [InlineData("GET", "/buckets/b/objects/url?path=..%2Fa", null, 400, "KB702")]
    [InlineData("GET", "/buckets/b/objects/url?path=x&expiry=59", null, 400, "KB003")]
    [InlineData("GET", "/buckets/b/objects/url?path=x&expiry=604801", null, 400, "KB003")]
    [InlineData("POST", "/buckets/b/objects/url", """{"path":"x","method":"DELETE"}""", 400, "KB002")]
    [InlineData("POST", "/buckets/b/objects/url", """{"path":"x","method":"PUT","expiry":1}""", 400, "KB003")]
    [InlineData("POST", "/buckets/b/objects/url", """{"path":"/x","method":"PUT"}""", 400, "KB702")]
    [InlineData("POST", "/buckets/none/objects/url", """{"path":"x","method":"PUT"}""", 404, "KB703")]
    public async Task What_can_not_be_signed_is_refused(string method, string path, string? body, int status, string code)
    {
        var project = await PreparedAsync();
        (await project.CallAsync(method, path, body)).Refused(status, code);
        Assert.Equal(0L, await project.ValueAsync<long>("select count(*) from storage.uploads"));
    }

    [Fact]
    public async Task An_address_ends_when_it_says_and_with_the_key_that_signed_it()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var host = await StorageHost.StartAsync(StorageHosts.Files, 18, configure: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        var project = await host.ProjectAsync();
        await project.BucketAsync("b");
        (await project.UploadAsync("b", "x", "hello")).Expect(201);
        var (read, write) = (await SignAsync(project, "x"), await SignAsync(project, "y", "PUT"));
        clock.Advance(TimeSpan.FromSeconds(3_599));
        (await ReadAsync(project, read)).Expect(200);
        clock.Advance(TimeSpan.FromSeconds(1));
        (await ReadAsync(project, read)).Refused(403, "KB712");
        (await project.SendAsync("PUT", new Uri(write).PathAndQuery, new StringContent("x"), Caller.Nobody)).Refused(403, "KB712");

        // Another master key in front: what the old one signed holds while it is still there.
        var (old, fresh) = (host.Plane.Settings["Kolaybase:MasterKeys"]!, MasterKeyRing.Generate("fresh"));
        var address = await SignAsync(project, "x");
        foreach (var (keys, status) in new[] { ($"{fresh},{old}", 200), (fresh, 403) })
        {
            await using var api = await Kolaybase.Tests.Http.Support.TestApi.StartAsync(configure: builder =>
            {
                Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(builder.Configuration, host.Plane.Settings.Where(s => s.Key != "Kolaybase:MasterKeys").Concat([KeyValuePair.Create("Kolaybase:MasterKeys", (string?)keys)]));
                builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            });
            using var answer = await api.Client.GetAsync(new Uri(address).PathAndQuery, TestContext.Current.CancellationToken);
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    [Theory]
    [InlineData(S3Servers.Minio)]
    [InlineData(S3Servers.Versity)]
    public async Task Where_the_store_has_a_public_address_the_bytes_come_from_it(string store)
    {
        var settings = (await S3Servers.GetAsync(store)).Settings(publicly: true);
        await using var host = await StorageHost.StartAsync(store, 15, settings);
        var project = await host.ProjectAsync();
        await project.BucketAsync("b");
        (await project.UploadAsync("b", "a/page.html", "<html>one</html>"u8.ToArray(), "text/html")).Expect(201);
        var url = await SignAsync(project, "a/page.html");
        Assert.StartsWith(settings["Kolaybase:ObjectStores:s3:PublicEndpoint"]!, url, StringComparison.Ordinal);
        using var http = new HttpClient();
        using (var direct = await http.GetAsync(url, TestContext.Current.CancellationToken))
        {
            Assert.Equal("<html>one</html>", await direct.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(("text/html", "attachment"), (direct.Content.Headers.ContentType!.MediaType, direct.Content.Headers.ContentDisposition!.DispositionType));
        }

        // Replaced: the address goes on to read what it was made for, until it is over.
        (await project.UploadAsync("b", "a/page.html", "two", upsert: true)).Expect(201);
        using var worker = await host.StartWorkerAsync();
        (await project.UploadAsync("b", "a/gone", "x")).Expect(201);
        await project.ExpectAsync(200, "DELETE", "/buckets/b/objects", """{"paths":["a/gone"]}""");
        await Eventually.TrueAsync(async () => (await project.StoredAsync()).Count == 2, "the deleted object's bytes are gone", TestContext.Current.CancellationToken);
        Assert.Equal("<html>one</html>", await http.GetStringAsync(url, TestContext.Current.CancellationToken));
        using (var tampered = await http.GetAsync(url.Replace(project.Project.Id.ToString("N"), Guid.CreateVersion7().ToString("N"), StringComparison.Ordinal), TestContext.Current.CancellationToken))
        {
            Assert.Equal(403, (int)tampered.StatusCode);
        }

        await worker.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(Caller.Service)]
    [InlineData(Caller.User)]
    public async Task Bytes_that_a_direct_address_keeps_count_against_the_quota(Caller caller)
    {
        await using var host = await StorageHost.StartAsync(S3Servers.Minio, 15, (await S3Servers.GetAsync(S3Servers.Minio)).Settings(publicly: true));
        var project = await host.ProjectAsync();
        await project.SetQuotaAsync(100);
        await project.BucketAsync("b");
        await project.SqlAsync("create policy mine on storage.objects to authenticated using (owner = auth.uid()) with check (owner = auth.uid())");
        (await project.UploadAsync("b", "x", new byte[30], caller: caller)).Expect(201);
        // Nothing is kept of this one.
        (await project.UploadAsync("b", "x", new byte[40], caller: caller, upsert: true)).Expect(201);
        await SignAsync(project, "x");
        (await project.UploadAsync("b", "x", new byte[61], caller: caller, upsert: true)).Refused(413, "KB709");
        (await project.UploadAsync("b", "x", new byte[39], caller: caller, upsert: true)).Expect(201);
        await SignAsync(project, "x");
        (await project.UploadAsync("b", "x", new byte[40], caller: caller, upsert: true)).Refused(413, "KB709");
        (await project.UploadAsync("b", "x", new byte[1], caller: caller, upsert: true)).Expect(201);
        // Who is bound by policies gets an address that keeps nothing.
        await project.SqlAsync("create policy read on storage.objects for select to anon using (true)");
        Assert.StartsWith("http://localhost:4000/", (await project.ExpectAsync(200, "GET", "/buckets/b/objects/url?path=x", caller: Caller.Anon)).Json.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal(79L, await project.ValueAsync<long>("select sum(kept_bytes)::int8 from storage.removals"));
    }

    private async Task<StorageProject> PreparedAsync(string store = StorageHosts.Files)
    {
        var project = await hosts.ProjectAsync(store);
        await project.BucketAsync("b");
        await project.BucketAsync("c");
        (await project.UploadAsync("b", "a/Ü x&y=+.txt", "hello")).Expect(201);
        return project;
    }

    private static async Task<string> SignAsync(StorageProject project, string path, string method = "GET") => method == "GET"
        ? (await project.ExpectAsync(200, "GET", $"/buckets/b/objects/url?path={Uri.EscapeDataString(path)}")).Json.GetProperty("url").GetString()!
        : (await project.ExpectAsync(200, "POST", "/buckets/b/objects/url", $$"""{"path":"{{path}}","method":"{{method}}"}""")).Json.GetProperty("url").GetString()!;

    private static Task<StorageAnswer> ReadAsync(StorageProject project, string url, string method = "GET", params (string Name, string Value)[] headers) =>
        project.SendAsync(method, new Uri(url).PathAndQuery, null, Caller.Nobody, headers);
}
