using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kolaybase.Tests.ControlPlane.Registry;

/// <summary>A lock on the control database, and what its holder is told when its session ends.</summary>
public sealed class AdvisoryLockTests(ControlPlane15 plane) : IClassFixture<ControlPlane15>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private NpgsqlDataSource Control => plane.Services.GetRequiredService<NpgsqlDataSource>();

    [Fact]
    public async Task One_holds_it_at_a_time()
    {
        var key = Key();
        await using (var held = await AdvisoryLock.TakeAsync(Control, key, Cancel))
        {
            Assert.Null(await AdvisoryLock.TryTakeAsync(Control, key, Cancel));
            Assert.True(await held.IsHeldAsync(Cancel));
        }

        await using var again = await AdvisoryLock.TryTakeAsync(Control, key, Cancel);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task Statements_run_in_the_session_that_holds_it()
    {
        await using var held = await AdvisoryLock.TakeAsync(Control, Key(), Cancel);

        Assert.Equal(await held.ExecuteAsync("select pg_backend_pid()", [], Cancel), await held.ExecuteAsync("select pid from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()", [], Cancel));
        Assert.Equal(8, await held.ExecuteAsync("select $1 + 1", [new() { Value = 7 }], Cancel));
        Assert.Null(await held.ExecuteAsync("select 1 where false", [], Cancel));
    }

    [Fact]
    public async Task A_statement_that_fails_leaves_it_held()
    {
        await using var held = await AdvisoryLock.TakeAsync(Control, Key(), Cancel);

        await Assert.ThrowsAsync<PostgresException>(() => held.ExecuteAsync("select 1 / 0", [], Cancel));
        Assert.True(await held.IsHeldAsync(Cancel));
    }

    [Fact]
    public async Task A_session_that_is_ended_holds_none_and_runs_nothing()
    {
        var key = Key();
        await using var held = await AdvisoryLock.TakeAsync(Control, key, Cancel);
        var pid = await held.ExecuteAsync("select pg_backend_pid()", [], Cancel);
        Assert.Equal(true, await ProjectParts.AskAsync(plane.ControlConnectionString, $"select pg_terminate_backend({pid}, 10000)", Cancel));

        await Assert.ThrowsAsync<AdvisoryLockLostException>(() => held.ExecuteAsync("select 1", [], Cancel));
        await Assert.ThrowsAsync<AdvisoryLockLostException>(() => held.ExecuteAsync("select 1", [], Cancel));
        Assert.False(await held.IsHeldAsync(Cancel));
        await using var other = await AdvisoryLock.TryTakeAsync(Control, key, Cancel);
        Assert.NotNull(other);
    }

    private static long Key() => AdvisoryLock.OfProject(Guid.CreateVersion7());
}
