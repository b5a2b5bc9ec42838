using Kolaybase.ControlPlane.Audit;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Jobs;
using Kolaybase.Workers.Maintenance;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kolaybase.Tests.Workers.Maintenance;

public sealed class BuildIndexTests(ControlPlane15 plane) : IClassFixture<ControlPlane15>
{
    private readonly IndexBuildTurns _turns = new(new JobOptions { Parallelism = 8 });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_index_is_built_once_however_often_the_job_runs()
    {
        var project = await ProjectAsync("create table t (id int, a int)");
        var job = await JobAsync(project, "create index concurrently by_a on public.t (a)");

        await RunAsync(job);
        await RunAsync(job);

        Assert.True(await project.QueryAsync<bool>("select indisvalid from pg_index where indexrelid = 'by_a'::regclass", Cancel));
        Assert.Equal(AuditOutcome.Done, (await EntryAsync(job)).Outcome);
    }

    [Fact]
    public async Task What_a_killed_worker_left_invalid_is_removed_and_built_anew()
    {
        var project = await ProjectAsync("create table t (id int, a int); insert into t values (1, 1), (2, 1)");
        // As a worker that died in the middle of it leaves it.
        await Assert.ThrowsAsync<PostgresException>(() => project.ExecuteAsync("create unique index concurrently by_a on public.t (a)", Cancel));
        Assert.False(await project.QueryAsync<bool>("select indisvalid from pg_index where indexrelid = 'by_a'::regclass", Cancel));
        var job = await JobAsync(project, "create index concurrently by_a on public.t (a)");

        await RunAsync(job);

        Assert.True(await project.QueryAsync<bool>("select indisvalid and not indisunique from pg_index where indexrelid = 'by_a'::regclass", Cancel));
        Assert.Equal(AuditOutcome.Done, (await EntryAsync(job)).Outcome);
    }

    [Fact]
    public async Task What_the_rows_refuse_leaves_nothing_behind_and_the_activity_says_so()
    {
        var project = await ProjectAsync("create table t (id int, a int); insert into t values (1, 1), (2, 1)");
        var job = await JobAsync(project, "create unique index concurrently by_a on public.t (a)");

        await RunAsync(job);

        Assert.Equal(0L, await project.QueryAsync<long>("select count(*) from pg_class where relname = 'by_a'", Cancel));
        var entry = await EntryAsync(job);
        Assert.Equal(AuditOutcome.Failed, entry.Outcome);
        Assert.Equal(["CREATE INDEX", "23505"], entry.Commands);
    }

    [Fact]
    public async Task A_job_that_is_given_up_is_told_as_failed()
    {
        var project = await ProjectAsync("create table t (id int, a int)");
        var job = await JobAsync(project, "create index concurrently by_a on public.t (a)");
        await using var context = plane.OpenRegistry();

        Assert.Equal(GivenUp.Dropped, await ((IJobHandler<BuildIndex>)Handler(context)).GiveUpAsync(job, new InvalidOperationException(), Cancel));

        Assert.Equal(AuditOutcome.Failed, (await EntryAsync(job)).Outcome);
    }

    [Fact]
    public async Task What_is_left_invalid_goes_when_the_job_is_given_up()
    {
        var project = await ProjectAsync("create table t (id int, a int); insert into t values (1, 1), (2, 1)");
        await Assert.ThrowsAsync<PostgresException>(() => project.ExecuteAsync("create unique index concurrently by_a on public.t (a)", Cancel));
        var job = await JobAsync(project, "create unique index concurrently by_a on public.t (a)");
        await using var context = plane.OpenRegistry();

        await ((IJobHandler<BuildIndex>)Handler(context)).GiveUpAsync(job, new InvalidOperationException(), Cancel);

        Assert.Equal(0L, await project.QueryAsync<long>("select count(*) from pg_class where relname = 'by_a'", Cancel));
        Assert.Equal(AuditOutcome.Failed, (await EntryAsync(job)).Outcome);
    }

    [Fact]
    public async Task A_project_builds_one_at_a_time_and_all_together_leave_slots_for_other_jobs()
    {
        var project = await ProjectAsync("create table t (id int, a int)");
        var job = await JobAsync(project, "create index concurrently by_a on public.t (a)");
        var (another, third) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using (_turns.Take(project.Id))
        {
            await Assert.ThrowsAsync<JobPostponedException>(() => RunAsync(job));
            using (_turns.Take(another))
            {
                Assert.Throws<JobPostponedException>(() => _turns.Take(third));
            }

            _turns.Take(third).Dispose();
        }

        await RunAsync(job);
        Assert.Equal(AuditOutcome.Done, (await EntryAsync(job)).Outcome);
    }

    [Fact]
    public async Task A_build_that_another_worker_is_at_comes_back_later()
    {
        var project = await ProjectAsync("create table t (id int, a int)");
        var job = await JobAsync(project, "create index concurrently by_a on public.t (a)");
        await using (await AdvisoryLock.TakeAsync(plane.Services.GetRequiredService<NpgsqlDataSource>(), AdvisoryLock.OfProject(job.AuditEntry), Cancel))
        {
            await Assert.ThrowsAsync<JobPostponedException>(() => RunAsync(job));
        }

        await RunAsync(job);
        Assert.Equal(AuditOutcome.Done, (await EntryAsync(job)).Outcome);
    }

    private async Task<ProvisionedProject> ProjectAsync(string sql)
    {
        var project = await plane.Projects.CreateAsync(Cancel);
        await project.ExecuteAsync(sql, Cancel);
        return project;
    }

    private async Task<BuildIndex> JobAsync(ProvisionedProject project, string sql)
    {
        var entry = await plane.Services.GetRequiredService<AuditLog>().BeginAsync(new(project.Id, null, "index.create", "public.t.by_a", null, "r"), Cancel);
        return new BuildIndex(project.Id, "public", "by_a", sql, entry);
    }

    private async Task RunAsync(BuildIndex job)
    {
        await using var context = plane.OpenRegistry();
        await Handler(context).RunAsync(job, new JobAttempt(1, 6), Cancel);
    }

    private BuildIndexHandler Handler(Kolaybase.ControlPlane.Registry.RegistryContext context) => new(
        context, plane.Services.GetRequiredService<ProjectDatabases>(), plane.Services.GetRequiredService<AuditLog>(), plane.Services.GetRequiredService<NpgsqlDataSource>(), _turns);

    private async Task<AuditEntry> EntryAsync(BuildIndex job)
    {
        await using var context = plane.OpenRegistry();
        return await context.AuditEntries.SingleAsync(e => e.Id == job.AuditEntry, Cancel);
    }
}
