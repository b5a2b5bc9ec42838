using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Objects;
using Kolaybase.Tests.Storage.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Tables.Support;
using Kolaybase.Workers.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Workers.Storage;

public class StorageCheckTests(StorageHosts hosts) : IClassFixture<StorageHosts>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(StorageHosts.Stores), MemberType = typeof(StorageHosts))]
    public async Task What_is_on_one_side_only_is_found_and_mended_where_it_can_be(string store)
    {
        var host = await hosts.HostAsync(store);
        var project = await host.ProjectAsync();
        await project.BucketAsync("b");
        for (var i = 0; i < 5; i++)
        {
            (await project.UploadAsync("b", $"whole/{i}", "12345")).Expect(201);
        }

        (await project.UploadAsync("b", "lost", "bytes")).Expect(201);
        var version = await project.ValueAsync<Guid>("select version from storage.objects where name = 'lost'");
        await project.Store.DeleteAsync(project.Project.Id, [version], Cancel);
        // Bytes without a row, one of them young; and sums that somebody has changed.
        var orphans = Enumerable.Range(0, 3).Select(_ => ObjectKey.Create(project.Project.Id)).ToList();
        foreach (var key in orphans)
        {
            await project.Store.PutAsync(key, new MemoryStream([1, 2, 3]), 3, "text/plain", Cancel);
        }

        await project.SqlAsync("update storage.usage set objects = objects + 7");

        // The check's clock, not the store's, says what is old.
        await CheckAsync(project, TimeSpan.Zero);
        Assert.Equal(8, (await project.StoredAsync()).Count);
        await CheckAsync(project, TimeSpan.FromHours(2));

        var report = (await project.ExpectAsync(200, "GET", "/check", caller: Caller.Viewer)).Json;
        Assert.Equal((6L, 30L, 3L, 9L, 1L), (report.GetProperty("objects").GetInt64(), report.GetProperty("bytes").GetInt64(), report.GetProperty("orphansRemoved").GetInt64(), report.GetProperty("orphanedBytesRemoved").GetInt64(), report.GetProperty("objectsMissing").GetInt64()));
        Assert.Equal("lost", report.GetProperty("missing")[0].GetProperty("name").GetString());
        Assert.Equal(5, (await project.StoredAsync()).Count);
        Assert.Equal("6 30", await project.ValueAsync<string>("select sum(objects) || ' ' || sum(bytes) from storage.usage"));
        (await project.DownloadAsync("b", "lost")).Refused(503, "KB722");
        Assert.Equal("12345", (await project.DownloadAsync("b", "whole/3")).Text);

        // The bytes are there again.
        await project.Store.PutAsync(new ObjectKey(project.Project.Id, version), new MemoryStream("bytes"u8.ToArray()), 5, "text/plain", Cancel);
        await CheckAsync(project, TimeSpan.FromHours(2));
        Assert.Equal(0, (await project.ExpectAsync(200, "GET", "/check")).Json.GetProperty("missing").GetArrayLength());
        Assert.Equal("bytes", (await project.DownloadAsync("b", "lost")).Text);
    }

    [Fact]
    public async Task A_check_is_asked_for_by_those_who_may_change_things_and_read_by_those_who_see_everything()
    {
        var host = await hosts.HostAsync();
        var project = await host.ProjectAsync();
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await project.ExpectAsync(200, "GET", "/check")).Json.GetProperty("finishedAt").ValueKind);
        (await project.CallAsync("GET", "/check", caller: Caller.Anon)).Refused(403, "KB105");
        (await project.CallAsync("POST", "/check", caller: Caller.Viewer)).Refused(403, "KB105");
        using var worker = await host.StartWorkerAsync();
        await project.ExpectAsync(202, "POST", "/check", caller: Caller.Developer);
        await Eventually.TrueAsync(async () => await project.ValueAsync<long>("select count(*) from storage.checks") == 1, "the report is there", Cancel);
        await worker.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_job_that_was_lost_is_made_up_for_within_a_day()
    {
        await using var host = await StorageHost.StartAsync(StorageHosts.Files, 18);
        var project = await host.ProjectAsync();
        await project.BucketAsync("b");
        (await project.UploadAsync("b", "x", "gone")).Expect(201);
        // By the owner's own SQL: nobody asks a worker for anything.
        await project.SqlAsync("delete from storage.objects");
        using var worker = await host.StartWorkerAsync();
        var sweep = worker.Services.GetRequiredService<StorageSweep>();
        Assert.Equal(1, await sweep.RunOnceAsync(Cancel));
        Assert.Equal(0, await sweep.RunOnceAsync(Cancel));
        await Eventually.TrueAsync(async () => (await project.StoredAsync()).Count == 0, "the bytes are gone", Cancel);
        await using (var registry = host.Plane.OpenRegistry())
        {
            await registry.Projects.ExecuteUpdateAsync(p => p.SetProperty(x => x.StorageCheckedAt, TimeProvider.System.GetUtcNow() - StorageSweep.Age - TimeSpan.FromSeconds(1)), Cancel);
        }

        Assert.Equal(1, await sweep.RunOnceAsync(Cancel));
        await worker.StopAsync(Cancel);
    }

    private static async Task CheckAsync(StorageProject project, TimeSpan ahead)
    {
        var services = project.Host.Plane.Services;
        var access = ActivatorUtilities.CreateInstance<ProjectStorageAccess>(services);
        await new CheckStorageHandler(access, new Ahead(ahead)).RunAsync(new CheckStorage(project.Project.Id), new Kolaybase.Workers.Jobs.JobAttempt(1, 1), Cancel);
    }

    private sealed class Ahead(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
