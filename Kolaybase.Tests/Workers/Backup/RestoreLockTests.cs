using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kolaybase.Tests.Workers.Backup;

/// <summary>A restore whose session with the lock is lost makes no project: the deletion job may have removed its database.</summary>
public sealed class RestoreLockTests(Backup15 fixture) : IClassFixture<Backup15>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_restore_that_loses_its_lock_midway_fails_and_is_removed()
    {
        using var folder = TemporaryFolder.Create();
        var (dump, go) = (folder.Combine("dump"), $"go_{Guid.CreateVersion7():N}");
        var project = await fixture.Projects.CreateAsync(Cancel);
        await fixture.Server.ExecuteAsync($"create role {go}", Cancel);
        // The restore fills the view, and so waits until there is a role of that name.
        await project.ExecuteAsync(
            $"""
            create function wait() returns int language plpgsql as $$ begin
                while not exists (select from pg_catalog.pg_roles where rolname = '{go}') loop perform pg_catalog.pg_sleep(0.02); end loop; return 1;
            end $$;
            create materialized view waits as select public.wait() as n;
            """,
            Cancel);
        await fixture.SucceedAsync("dump", $"{project.Id}", dump);
        await fixture.Server.ExecuteAsync($"drop role {go}", Cancel);
        var team = await fixture.AddTeamAsync();

        var restoring = fixture.RunAsync("restore", dump, $"{team}");
        await Eventually.TrueAsync(async () => await WaitingAsync(team), "the restore fills the view", Cancel);
        var row = await RowAsync(team);
        Assert.Equal(ProjectStatus.Deleting, row!.Status);
        var key = AdvisoryLock.OfProject(row.Id);
        // In place of the deletion job, which would drop the database, so that the restore comes to its end.
        var taking = AdvisoryLock.TakeAsync(fixture.Services.GetRequiredService<NpgsqlDataSource>(), key, Cancel);
        await Eventually.TrueAsync(async () => await AskAsync($"select count(*) from pg_locks where not granted and {OfKey(key)}") is 1L, "the test is next", Cancel);
        Assert.Equal(1L, await AskAsync($"select count(pg_terminate_backend(pid)) from pg_locks where granted and {OfKey(key)}"));
        await using (await taking)
        {
            await fixture.Server.ExecuteAsync($"create role {go}", Cancel);
            await Eventually.TrueAsync(async () => await AskAsync($"select count(*) from pg_locks where not granted and {OfKey(key)}") is 1L, "the restore waits for the lock to remove it all", Cancel);
            Assert.Equal(ProjectStatus.Deleting, (await RowAsync(team))!.Status);
        }

        var (code, output) = await restoring;

        Assert.Equal(1, code);
        Assert.Contains("nothing of it is left: The connection to the control database that held a lock was lost.", output, StringComparison.Ordinal);
        await fixture.IdleAsync();
        Assert.Null(await RowAsync(team));
        Assert.Equal(0L, await ProjectParts.AskAsync(fixture.Server.SuperuserConnectionString, $"select count(*) from pg_database where datname = '{row.DatabaseName}'", Cancel));
        await fixture.Server.ExecuteAsync($"drop role {go}", Cancel);
    }

    // The database of the new project is filled by a session of its owner.
    private async Task<bool> WaitingAsync(Guid team) => await RowAsync(team) is { } row && await ProjectParts.AskAsync(
        fixture.Server.SuperuserConnectionString, $"select count(*) from pg_stat_activity where datname = '{row.DatabaseName}' and wait_event = 'PgSleep'", Cancel) is > 0L;

    private async Task<Project?> RowAsync(Guid team)
    {
        await using var registry = fixture.OpenRegistry();
        return await registry.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.TeamId == team, Cancel);
    }

    private Task<object?> AskAsync(string sql) => ProjectParts.AskAsync(fixture.ControlConnectionString, sql, Cancel);

    private static string OfKey(long key) =>
        $"locktype = 'advisory' and objsubid = 1 and (classid::bigint << 32 | objid::bigint) = ({key}) and database = (select oid from pg_database where datname = current_database())";
}
