using Kolaybase.ControlPlane.Objects;
using Kolaybase.Tests.Storage.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Workers.Storage;

public class StorageJobTests(StorageHosts hosts) : IClassFixture<StorageHosts>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(StorageHosts.Stores), MemberType = typeof(StorageHosts))]
    public async Task Bytes_that_no_row_names_any_more_are_removed(string store)
    {
        var host = await hosts.HostAsync(store);
        var project = await host.ProjectAsync();
        await project.BucketAsync("b");
        (await project.UploadAsync("b", "kept", "1")).Expect(201);
        (await project.UploadAsync("b", "replaced", "2")).Expect(201);
        (await project.UploadAsync("b", "deleted", "3")).Expect(201);
        (await project.UploadAsync("b", "by sql", "4")).Expect(201);
        using var worker = await host.StartWorkerAsync();
        (await project.UploadAsync("b", "replaced", "two", upsert: true)).Expect(201);
        await project.SqlAsync("delete from storage.objects where name = 'by sql'");
        await project.ExpectAsync(200, "DELETE", "/buckets/b/objects", """{"paths":["deleted"]}""");

        await RemovedAsync(project, 2);
        Assert.Equal("1", (await project.DownloadAsync("b", "kept")).Text);
        Assert.Equal("two", (await project.DownloadAsync("b", "replaced")).Text);
        await worker.StopAsync(Cancel);
    }

    [Theory]
    [MemberData(nameof(StorageHosts.Stores), MemberType = typeof(StorageHosts))]
    public async Task A_bucket_with_many_objects_is_gone_at_once_and_its_bytes_soon(string store)
    {
        var host = await hosts.HostAsync(store);
        var project = await host.ProjectAsync();
        await project.BucketAsync("b");
        await project.BucketAsync("c");
        (await project.UploadAsync("b", "x", "bytes")).Expect(201);
        (await project.UploadAsync("c", "x", "other")).Expect(201);
        // More than one step deletes; their bytes were never there, which the store does not mind.
        await project.SqlAsync("insert into storage.objects (bucket_id, name, version, size) select 'b', 'n' || i, gen_random_uuid(), 3 from generate_series(1, 12000) i");
        Assert.Contains("are being deleted", (await project.ExpectAsync(200, "DELETE", "/buckets/b?force=true")).Text, StringComparison.Ordinal);
        (await project.DownloadAsync("b", "x")).Refused(404, "KB703");
        (await project.UploadAsync("b", "y", "new")).Refused(404, "KB703");
        (await project.CallAsync("DELETE", "/buckets/b?force=true")).Refused(404, "KB703");
        (await project.CallAsync("POST", "/buckets", """{"name":"b"}""")).Refused(409, "KB705");
        Assert.Equal("c", string.Join(' ', (await project.ExpectAsync(200, "GET", "/buckets")).Json.EnumerateArray().Select(b => b.GetProperty("name").GetString())));

        using var worker = await host.StartWorkerAsync();
        await RemovedAsync(project, 1);
        Assert.Equal("c 1 5", await project.ValueAsync<string>("select string_agg(bucket_id || ' ' || objects || ' ' || bytes, ',') from storage.usage"));
        await project.BucketAsync("b");
        Assert.Equal("other", (await project.DownloadAsync("c", "x")).Text);
        await worker.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_project_of_an_earlier_version_works_on_and_its_check_brings_what_it_lacks()
    {
        var host = await hosts.HostAsync();
        var project = await host.ProjectAsync();
        await project.SetQuotaAsync(1_000);
        await project.BucketAsync("b");
        await project.SqlAsync("alter table storage.removals drop column kept_bytes");
        (await project.UploadAsync("b", "x", "one")).Expect(201);
        await project.ExpectAsync(202, "POST", "/check");
        using var worker = await host.StartWorkerAsync();
        await Eventually.TrueAsync(
            () => project.ValueAsync<bool>("select exists (select from pg_attribute where attrelid = 'storage.removals'::regclass and attname = 'kept_bytes' and not attisdropped)"), "the column is there", Cancel);
        (await project.UploadAsync("b", "x", "two", upsert: true)).Expect(201);
        await worker.StopAsync(Cancel);
    }

    [Fact]
    public async Task What_an_object_has_is_never_removed_whatever_the_removals_say()
    {
        var host = await hosts.HostAsync();
        var project = await host.ProjectAsync();
        await project.BucketAsync("b");
        (await project.UploadAsync("b", "x", "kept")).Expect(201);
        (await project.UploadAsync("b", "y", "gone")).Expect(201);
        await project.SqlAsync("insert into storage.removals (version) select version from storage.objects");
        using var worker = await host.StartWorkerAsync();
        await project.ExpectAsync(200, "DELETE", "/buckets/b/objects", """{"paths":["y"]}""");
        await RemovedAsync(project, 1);
        Assert.Equal("kept", (await project.DownloadAsync("b", "x")).Text);
        await worker.StopAsync(Cancel);
    }

    [Fact]
    public async Task An_upload_that_has_expired_is_cleared_away()
    {
        var host = await hosts.HostAsync();
        var project = await host.ProjectAsync();
        await project.BucketAsync("b");
        // What a crash leaves: bytes, and the row of an upload.
        var key = ObjectKey.Create(project.Project.Id);
        await project.Store.PutAsync(key, new MemoryStream([1, 2, 3]), 3, "text/plain", Cancel);
        await project.SqlAsync($"insert into storage.uploads (version, resumable, bucket_id, name, role, upsert, content_type, expires_at) values ('{key.Version}', false, 'b', 'x', 'service_role', false, 'text/plain', now() - interval '1 s')");
        (await project.UploadAsync("b", "y", "1")).Expect(201);
        using var worker = await host.StartWorkerAsync();
        await project.ExpectAsync(200, "DELETE", "/buckets/b/objects", """{"paths":["y"]}""");
        await RemovedAsync(project, 0);
        Assert.Equal(0L, await project.ValueAsync<long>("select count(*) from storage.uploads"));
        await worker.StopAsync(Cancel);
    }

    private static async Task RemovedAsync(StorageProject project, int left)
    {
        await Eventually.TrueAsync(
            async () => (await project.StoredAsync()).Count == left && await project.ValueAsync<long>("select count(*) from storage.removals") == 0 && await project.ValueAsync<long>("select count(*) from storage.buckets where deleting_at is not null") == 0,
            $"{left} are left in the store",
            Cancel,
            TimeSpan.FromSeconds(60));
    }
}
