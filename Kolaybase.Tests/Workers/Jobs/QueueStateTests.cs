using Kolaybase.Tests.Support;
using Kolaybase.Tests.Telemetry;
using Kolaybase.Workers.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kolaybase.Tests.Workers.Jobs;

public class QueueStateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_that_wait_run_come_later_and_are_dead_are_told_apart()
    {
        await using var jobs = await JobsFixture.StartAsync();
        var go = new TaskCompletionSource();
        jobs.OnMail = (mail, _, _) => mail.To switch
        {
            "dead@example.org" => throw new PermanentFailureException("never"),
            "later@example.org" => throw new InvalidOperationException("not yet"),
            _ => go.Task,
        };
        var control = jobs.Plane.Services.GetRequiredService<NpgsqlDataSource>();
        Assert.Equal(new QueueState(0, 0, 0, 0), await QueueState.ReadAsync(control, Cancel));

        foreach (var to in new[] { "dead@example.org", "later@example.org", "runs@example.org", "waits@example.org", "waits@example.org" })
        {
            await jobs.EnqueueAsync(JobsFixture.Mail(to), Cancel);
        }

        Assert.Equal(new QueueState(5, 0, 0, 0), await QueueState.ReadAsync(control, Cancel));
        await jobs.StartWorkerAsync(retryDelays: "600", parallelism: 1);
        await Eventually.TrueAsync(async () => await QueueState.ReadAsync(control, Cancel) == new QueueState(2, 1, 1, 1), "each job is in its state", Cancel);
        go.SetResult();
        await Eventually.TrueAsync(async () => await QueueState.ReadAsync(control, Cancel) == new QueueState(0, 1, 0, 1), "what waited is done", Cancel);
    }

    [Fact]
    public async Task A_job_whose_worker_died_waits_again()
    {
        await using var jobs = await JobsFixture.StartAsync();
        await jobs.EnqueueAsync(JobsFixture.Mail(), Cancel);
        var control = jobs.Plane.Services.GetRequiredService<NpgsqlDataSource>();
        await using (var connection = await control.OpenConnectionAsync(Cancel))
        await using (var transaction = await connection.BeginTransactionAsync(Cancel))
        {
            await using var take = new NpgsqlCommand("delete from jobs.messages", connection, transaction);
            await take.ExecuteNonQueryAsync(Cancel);
            Assert.Equal(new QueueState(0, 0, 1, 0), await QueueState.ReadAsync(control, Cancel));
            await transaction.RollbackAsync(Cancel);
        }

        Assert.Equal(new QueueState(1, 0, 0, 0), await QueueState.ReadAsync(control, Cancel));
    }

    [Fact]
    public async Task The_gauge_tells_all_four_and_nothing_while_the_queue_is_not_known()
    {
        await using var jobs = await JobsFixture.StartAsync();
        jobs.OnMail = (_, _, _) => throw new PermanentFailureException("never");
        await jobs.EnqueueAsync(JobsFixture.Mail(), Cancel);
        var worker = await jobs.StartWorkerAsync();
        using var readings = new MeterReadings(worker.Services);
        await Eventually.TrueAsync(() => Task.FromResult(readings.Ask("kolaybase.jobs", "kolaybase.job.state=dead") == 1), "the dead job is measured", Cancel);

        Assert.Equal(0, readings.Ask("kolaybase.jobs", "kolaybase.job.state=waiting"));
        Assert.Equal(0, readings.Ask("kolaybase.jobs", "kolaybase.job.state=running"));
        Assert.Equal(0, readings.Ask("kolaybase.jobs", "kolaybase.job.state=delayed"));
    }
}
