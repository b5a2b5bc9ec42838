using Kolaybase.Tests.Storage.Support;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Storage;

public class AccessTests(StorageHosts hosts) : IClassFixture<StorageHosts>
{
    [Fact]
    public async Task Public_buckets_are_read_by_anybody_and_private_ones_by_those_who_act_for_the_project()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("open", ""","public":true""");
        await project.BucketAsync("closed");
        (await project.UploadAsync("open", "x", "o")).Expect(201);
        (await project.UploadAsync("closed", "x", "c")).Expect(201);

        foreach (var caller in Enum.GetValues<Caller>().Where(c => c != Caller.Outsider))
        {
            Assert.Equal("o", (await project.DownloadAsync("open", "x", caller)).Expect(200).Text);
            (await project.DownloadAsync("open", "none", caller)).Refused(404, "KB704");
        }

        foreach (var caller in new[] { Caller.Service, Caller.Viewer, Caller.Developer, Caller.Admin, Caller.Owner })
        {
            Assert.Equal("c", (await project.DownloadAsync("closed", "x", caller)).Expect(200).Text);
        }

        foreach (var bucket in new[] { "closed", "none" })
        {
            foreach (var path in new[] { "x", "none" })
            {
                (await project.DownloadAsync(bucket, path, Caller.Nobody)).Refused(401, "KB101");
                (await project.DownloadAsync(bucket, path, Caller.Anon)).Refused(404, "KB704");
                (await project.DownloadAsync(bucket, path, Caller.User)).Refused(404, "KB704");
            }

            (await project.CallAsync("GET", $"/buckets/{bucket}/objects", caller: Caller.Anon)).Refused(404, "KB703");
        }

        (await project.DownloadAsync("open", "x", Caller.Outsider)).Refused(404, "KB110");
        var other = await hosts.ProjectAsync();
        (await other.SendAsync("GET", $"{project.Base}/buckets/open/objects/download?path=x", null, Caller.Service)).Refused(403, "KB106");
        (await project.SendAsync("GET", $"/api/projects/{Guid.CreateVersion7()}/storage/buckets/open/objects/download?path=x", null, Caller.Nobody)).Refused(401, "KB101");
        Assert.Equal("public, no-cache", (await project.DownloadAsync("open", "x", Caller.Nobody)).Header("Cache-Control"));
    }

    [Fact]
    public async Task Without_a_policy_nobody_but_the_project_itself_writes()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("open", ""","public":true""");
        (await project.UploadAsync("open", "x", "kept")).Expect(201);
        foreach (var caller in new[] { Caller.Anon, Caller.User })
        {
            foreach (var bucket in new[] { "open", "none" })
            {
                (await project.UploadAsync(bucket, "y", "new", caller)).Refused(403, "KB711");
                (await project.UploadAsync(bucket, "x", "other", caller, upsert: true)).Refused(403, "KB711");
            }

            Assert.Equal(0, (await project.ExpectAsync(200, "DELETE", "/buckets/open/objects", """{"paths":["x"]}""", caller)).Json.GetProperty("deleted").GetInt64());
            (await project.CallAsync("POST", "/buckets/open/objects/url", """{"path":"y","method":"PUT"}""", caller)).Refused(403, "KB711");
        }

        (await project.UploadAsync("open", "y", "new", Caller.Viewer)).Refused(403, "KB105");
        (await project.CallAsync("DELETE", "/buckets/open/objects", """{"paths":["x"]}""", Caller.Viewer)).Refused(403, "KB105");
        (await project.UploadAsync("open", "y", "new", Caller.Nobody)).Refused(401, "KB101");
        Assert.Equal("kept", (await project.DownloadAsync("open", "x")).Text);
        Assert.Single(await project.StoredAsync());
        Assert.Equal(0L, await project.ValueAsync<long>("select count(*) from storage.uploads"));
    }

    [Theory]
    [MemberData(nameof(StorageHosts.Stores), MemberType = typeof(StorageHosts))]
    public async Task Policies_give_users_their_own_folder(string store)
    {
        var project = await hosts.ProjectAsync(store);
        await project.BucketAsync("homes");
        await project.SqlAsync("""
            create policy "own folder" on storage.objects to authenticated
                using (bucket_id = 'homes' and (storage.foldername(name))[1] = auth.uid()::text)
                with check (bucket_id = 'homes' and (storage.foldername(name))[1] = auth.uid()::text and owner = auth.uid())
            """);
        var (mine, theirs) = ($"{project.UserId}/note.txt", $"{Guid.CreateVersion7()}/note.txt");
        (await project.UploadAsync("homes", theirs, "secret")).Expect(201);

        (await project.UploadAsync("homes", mine, "one", Caller.User)).Expect(201);
        (await project.UploadAsync("homes", mine, "two", Caller.User)).Refused(409, "KB706");
        (await project.UploadAsync("homes", mine, "three", Caller.User, upsert: true)).Expect(201);
        Assert.Equal("three", (await project.DownloadAsync("homes", mine, Caller.User)).Expect(200).Text);
        Assert.Equal(project.UserId, await project.ValueAsync<Guid>($"select owner from storage.objects where name = '{mine}'"));

        (await project.UploadAsync("homes", theirs + "2", "mine now", Caller.User)).Refused(403, "KB711");
        (await project.UploadAsync("homes", theirs, "mine now", Caller.User, upsert: true)).Refused(403, "KB711");
        (await project.UploadAsync("homes", theirs, "mine now", Caller.User)).Refused(403, "KB711");
        (await project.DownloadAsync("homes", theirs, Caller.User)).Refused(404, "KB704");
        (await project.DownloadAsync("homes", mine, Caller.Anon)).Refused(404, "KB704");
        (await project.DownloadAsync("homes", mine, Caller.Nobody)).Refused(401, "KB101");
        Assert.Equal([mine], (await project.ExpectAsync(200, "GET", "/buckets/homes/objects", caller: Caller.User)).Json.EnumerateArray().Select(o => o.GetProperty("name").GetString()));
        Assert.Equal(1, (await project.ExpectAsync(200, "DELETE", "/buckets/homes/objects", $$"""{"paths":["{{mine}}","{{theirs}}"]}""", Caller.User)).Json.GetProperty("deleted").GetInt64());
        Assert.Equal("secret", (await project.DownloadAsync("homes", theirs)).Text);

        var signed = (await project.ExpectAsync(200, "POST", "/buckets/homes/objects/url", $$"""{"path":"{{mine}}","method":"PUT"}""", Caller.User)).Json.GetProperty("url").GetString()!;
        (await project.SendAsync("PUT", new Uri(signed).PathAndQuery, new StringContent("by address"), Caller.Nobody)).Expect(201);
        Assert.Equal(project.UserId, await project.ValueAsync<Guid>($"select owner from storage.objects where name = '{mine}'"));
    }

    [Fact]
    public async Task A_signed_upload_is_bound_by_the_policies_of_whoever_signed()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("small");
        await project.SqlAsync("create policy small on storage.objects for insert to authenticated with check (bucket_id = 'small' and owner = auth.uid() and size < 10)");
        var url = new Uri((await project.ExpectAsync(200, "POST", "/buckets/small/objects/url", """{"path":"x","method":"PUT","upsert":false}""", Caller.User)).Json.GetProperty("url").GetString()!).PathAndQuery;
        (await project.SendAsync("PUT", url, new StringContent("much too long for it"), Caller.Nobody)).Refused(403, "KB711");
        (await project.SendAsync("PUT", url.Replace("role=authenticated", "role=service_role", StringComparison.Ordinal), new StringContent("much too long for it"), Caller.Nobody)).Refused(403, "KB712");
        (await project.SendAsync("PUT", url, new StringContent("short"), Caller.Nobody)).Expect(201);
    }

    [Fact]
    public async Task A_policy_that_looks_at_the_size_and_type_judges_what_came_and_not_what_was_said()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("small");
        await project.SqlAsync("""create policy small on storage.objects for insert to authenticated with check (bucket_id = 'small' and size < 10 and content_type <> 'text/html')""");
        (await project.UploadAsync("small", "a", "short", Caller.User)).Expect(201);
        (await project.UploadAsync("small", "b", "much too long for it", Caller.User)).Refused(403, "KB711");
        // By a form, which does not say how long the file is; and by a page that says to be an image.
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[100]), "file", "x" } };
        (await project.SendAsync("POST", $"{project.Base}/buckets/small/objects?path=c", form, Caller.User)).Refused(403, "KB711");
        (await project.UploadAsync("small", "d", "<html>"u8.ToArray(), "image/png", Caller.User)).Refused(403, "KB711");
        Assert.Equal("a", await project.ValueAsync<string>("select string_agg(name, ' ') from storage.objects"));
        Assert.Equal(0L, await project.ValueAsync<long>("select count(*) from storage.uploads"));
        Assert.Equal(2L, await project.ValueAsync<long>("select count(*) from storage.removals"));
    }

    [Fact]
    public async Task A_project_that_breaks_its_own_schema_gets_a_refusal_that_says_so()
    {
        var project = await hosts.ProjectAsync();
        await project.BucketAsync("b");
        await project.SqlAsync("create policy broken on storage.objects for select to anon using (1 / 0 = size)");
        (await project.UploadAsync("b", "x", "x")).Expect(201);
        (await project.DownloadAsync("b", "x", Caller.Anon)).Refused(400, "22012");
        await project.SqlAsync("drop table storage.objects cascade");
        (await project.DownloadAsync("b", "x")).Refused(400, "42P01");
        (await project.CallAsync("GET", "/buckets")).Expect(200);
    }
}
