using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Backup;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kolaybase.Tests.Workers.Backup;

/// <summary>What can't be dumped, and what is said of it.</summary>
public sealed class DumpRefusalTests(Backup15 fixture) : IClassFixture<Backup15>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Words_that_make_no_sense_are_left_to_the_usage()
    {
        Assert.Null((await fixture.RunAsync("dump")).Code);
        Assert.Null((await fixture.RunAsync("dump", "no id", "folder")).Code);
        Assert.Null((await fixture.RunAsync("restore", "folder", "no id")).Code);
        Assert.Null((await fixture.RunAsync("bury")).Code);
    }

    [Fact]
    public async Task A_project_that_is_not_there_or_not_ready_is_not_dumped()
    {
        using var folder = TemporaryFolder.Create();
        var (unready, _, _) = await fixture.Projects.AddRowAsync(Cancel);

        Assert.Contains("There is no project", await fixture.FailAsync("dump", $"{Guid.CreateVersion7()}", folder.Combine("dump")), StringComparison.Ordinal);
        Assert.Contains("The project is provisioning", await fixture.FailAsync("dump", $"{unready.Id}", folder.Combine("dump")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Combine("dump")));
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_left_as_it_is()
    {
        using var folder = TemporaryFolder.Create();
        await File.WriteAllTextAsync(folder.Combine("letter"), "dear", Cancel);
        var project = await fixture.SharedProject;

        Assert.Contains("not empty", await fixture.FailAsync("dump", $"{project.Id}", folder.Path), StringComparison.Ordinal);
        Assert.Equal(["letter"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Only_our_own_user_can_read_a_dump()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        using var folder = TemporaryFolder.Create();
        var dump = folder.Combine("dump");
        await fixture.SucceedAsync("dump", $"{(await fixture.SharedProject).Id}", dump);

        Assert.Equal("rwx------", UnixMode.Of(dump));
        Assert.All(Directory.GetFiles(dump), f => Assert.Equal("rw-------", UnixMode.Of(f)));
        Assert.Equal(5, Directory.GetFiles(dump).Length);
    }

    [Fact]
    public void A_folder_that_is_there_already_is_closed_to_others()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        using var folder = TemporaryFolder.Create();
        Assert.NotEqual("rwx------", UnixMode.Of(folder.Path));

        new DumpFolder(folder.Path).Create();

        Assert.Equal("rwx------", UnixMode.Of(folder.Path));
        Assert.Equal("rwx------", UnixMode.Of(folder.Combine(DumpFolder.Objects)));
    }

    [Fact]
    public async Task Another_projects_login_in_a_grant_or_a_policy_is_told_by_what_names_it()
    {
        using var folder = TemporaryFolder.Create();
        var project = await fixture.Projects.CreateAsync(Cancel);
        var neighbour = $"kb_{Guid.CreateVersion7():N}_owner";
        await fixture.Server.ExecuteAsync($"create role {neighbour}", Cancel);
        await project.ExecuteAsync($"create table shared (id int); create policy theirs on shared to {neighbour} using (true); create table given (id int); grant select on given to {neighbour}", Cancel);

        var refusal = await fixture.FailAsync("dump", $"{project.Id}", folder.Combine("dump"));

        Assert.Contains($"policy theirs on table shared ({neighbour})", refusal, StringComparison.Ordinal);
        Assert.Contains($"table given ({neighbour})", refusal, StringComparison.Ordinal);
        await project.ExecuteAsync($"drop policy theirs on shared; revoke all on given from {neighbour}", Cancel);
        await fixture.SucceedAsync("dump", $"{project.Id}", folder.Combine("again"));
        await fixture.Server.ExecuteAsync($"drop role {neighbour}", Cancel);
    }

    [Fact]
    public async Task A_project_that_is_deleted_meanwhile_is_no_dump()
    {
        using var folder = TemporaryFolder.Create();
        var dump = folder.Combine("dump");
        var project = await fixture.Projects.CreateAsync(Cancel);
        await project.ExecuteAsync("create table t (id int)", Cancel);
        await using var holder = new NpgsqlConnection($"{project.OwnerConnectionString};Pooling=false");
        await holder.OpenAsync(Cancel);
        await using var transaction = await holder.BeginTransactionAsync(Cancel);
        await using (var command = new NpgsqlCommand("lock table t in access exclusive mode", holder, transaction))
        {
            await command.ExecuteNonQueryAsync(Cancel);
        }

        var dumping = fixture.RunAsync("dump", $"{project.Id}", dump);
        await Eventually.TrueAsync(
            () => project.QueryAsync<bool>("select exists (select from pg_locks where locktype = 'relation' and not granted and relation = 't'::regclass)", Cancel), "pg_dump waits for the table", Cancel);
        await using (var registry = fixture.OpenRegistry())
        {
            await registry.Projects.Where(p => p.Id == project.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, ProjectStatus.Deleting), Cancel);
        }

        await transaction.RollbackAsync(Cancel);
        var (code, output) = await dumping;

        Assert.Equal(1, code);
        Assert.Contains("deleted while it was being dumped", output, StringComparison.Ordinal);
        Assert.Contains("cut off", await fixture.RefusesAsync(dump), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_level_security_that_is_forced_upon_the_owner_is_told_by_the_tables_name()
    {
        using var folder = TemporaryFolder.Create();
        var project = await fixture.Projects.CreateAsync(Cancel);
        await project.ExecuteAsync("create table strict (id int); alter table strict enable row level security; alter table strict force row level security", Cancel);

        Assert.Contains("forced upon the owner of strict", await fixture.FailAsync("dump", $"{project.Id}", folder.Combine("dump")), StringComparison.Ordinal);
        await project.ExecuteAsync("alter table strict no force row level security", Cancel);
        await fixture.SucceedAsync("dump", $"{project.Id}", folder.Combine("again"));
    }

    [Fact]
    public async Task An_object_whose_bytes_are_lost_is_left_out_and_said()
    {
        using var folder = TemporaryFolder.Create();
        var project = await fixture.Projects.CreateAsync(Cancel);
        await project.ExecuteAsync(
            "insert into storage.buckets (name) values ('b'); insert into storage.objects (bucket_id, name, size, version) values ('b', 'lost', 5, gen_random_uuid())", Cancel);
        Assert.Contains("Left out: 1 objects", await fixture.SucceedAsync("dump", $"{project.Id}", folder.Combine("dump")), StringComparison.Ordinal);

        var restored = await fixture.RestoreAsync(folder.Combine("dump"));
        Assert.Equal("0 0", await restored.QueryAsync<string>("select (select count(*) from storage.objects) || ' ' || (select sum(objects) from storage.usage)", Cancel));
    }
}
