using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Logs;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Jobs;
using Kolaybase.Workers.Provisioning;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kolaybase.Tests.Workers.Jobs;

public class JobLogTests
{
    private readonly Guid _project = Guid.CreateVersion7();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_attempt_is_an_entry_with_what_became_of_it_and_nothing_of_what_the_failure_says()
    {
        await using var jobs = await JobsFixture.StartAsync();
        jobs.OnMail = (_, attempt, _) => throw attempt.Number switch
        {
            1 => new PostgresException("planted", "ERROR", "ERROR", "40001", detail: "planted"),
            3 => new PostgresException("planted", "ERROR", "ERROR", "KB105"),
            2 => new ProvisioningException("database", "The database could not be made.", new InvalidOperationException("planted")),
            _ => new InvalidOperationException("planted"),
        };
        await jobs.StartWorkerAsync();
        JobOrigin.RequestId = "asked";
        await jobs.EnqueueAsync(JobsFixture.Mail("planted@example.org") with { ProjectId = _project }, Cancel);

        var rows = await RowsAsync(jobs, 3);
        Assert.All(rows, r => Assert.Equal((LogKind.Job, "asked", "send-mail"), (r.Kind, r.RequestId, r.Job)));
        Assert.Single(rows.Select(r => r.JobId).Distinct());
        Assert.Equal([LogOutcome.Failed, LogOutcome.Failed, LogOutcome.GivenUp], rows.Select(r => r.Outcome!.Value));
        // The last one was made up in a database.
        Assert.Equal(["40001", null, "P0001"], rows.Select(r => r.Code));
        Assert.Equal(
            ["A database refused it with SQLSTATE 40001.", "The database could not be made.", "A database refused it with SQLSTATE P0001."], rows.Select(r => r.Cause));
        Assert.Equal(["It is tried again: attempt 2 of 3.", "It is tried again: attempt 3 of 3.", null], rows.Select(r => r.Hint));
        await using var db = jobs.Plane.OpenRegistry();
        Assert.DoesNotContain("planted", string.Join('\n', await db.Database.SqlQuery<string>($"select l::text as \"Value\" from project_logs l").ToListAsync(Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_whose_turn_has_not_come_and_one_of_the_platform_are_no_entries()
    {
        await using var jobs = await JobsFixture.StartAsync();
        var turns = 0;
        jobs.OnMail = (mail, _, _) => mail.ProjectId is not null && Interlocked.Increment(ref turns) == 1 ? throw new JobPostponedException(TimeSpan.Zero) : Task.CompletedTask;
        await jobs.StartWorkerAsync();
        JobOrigin.RequestId = null;
        await jobs.EnqueueAsync(JobsFixture.Mail(), Cancel);
        await jobs.EnqueueAsync(JobsFixture.Mail() with { ProjectId = _project }, Cancel);

        var row = Assert.Single(await RowsAsync(jobs, 1));
        Assert.Equal((LogOutcome.Done, 1, null, null), (row.Outcome!.Value, row.Attempt!.Value, row.RequestId, row.Cause));
        Assert.Equal(2, turns);
        await using var db = jobs.Plane.OpenRegistry();
        Assert.Equal(1, await db.ProjectLogs.CountAsync(Cancel));
    }

    [Fact]
    public void Every_kind_of_job_that_names_a_project_is_known_to()
    {
        foreach (var type in JobTypes.Names.Keys)
        {
            var job = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
            if (type.GetProperty("ProjectId") is { } property)
            {
                property.SetValue(job, _project);
                Assert.Equal(_project, JobProjects.Of(job));
            }
            else
            {
                Assert.Null(JobProjects.Of(job));
            }
        }
    }

    private async Task<List<ProjectLogEntry>> RowsAsync(JobsFixture jobs, int count)
    {
        await using var db = jobs.Plane.OpenRegistry();
        var rows = new List<ProjectLogEntry>();
        await Eventually.TrueAsync(
            async () =>
            {
                rows = await db.ProjectLogs.AsNoTracking().Where(e => e.ProjectId == _project).OrderBy(e => e.Attempt).ToListAsync(Cancel);
                return rows.Count == count;
            },
            $"{count} entries are there",
            Cancel);
        return rows;
    }
}
