using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Telemetry;
using Kolaybase.Workers.Jobs;

namespace Kolaybase.Tests.Workers.Jobs;

public class JobMetricsTests
{
    private static readonly string[] s_process = ["messaging.destination.name=send-mail", "messaging.operation.name=process", "messaging.system=rebus"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_enqueued_and_each_attempt_are_measured_by_kind()
    {
        await using var jobs = await JobsFixture.StartAsync();
        jobs.OnMail = (_, attempt, _) => attempt.Number == 1 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        using var sent = new MeterReadings(jobs.Plane.Services);
        var worker = await jobs.StartWorkerAsync();
        using var run = new MeterReadings(worker.Services);
        await jobs.EnqueueAsync(JobsFixture.Mail(), Cancel);
        await Eventually.TrueAsync(() => Task.FromResult(run.Of("messaging.process.duration").Count == 2), "both attempts are measured", Cancel);

        Assert.Equal(1, sent.Sum("messaging.client.sent.messages", "messaging.destination.name=send-mail", "messaging.operation.name=send", "messaging.system=rebus"));
        Assert.Equal([["error.type=InvalidOperationException", .. s_process], s_process], run.Of("messaging.process.duration").Select(r => r.Tags));
        Assert.All(run.Of("messaging.process.duration"), r => Assert.InRange(r.Value, 0, 60));
    }

    [Fact]
    public async Task A_job_whose_turn_has_not_come_is_no_attempt()
    {
        await using var jobs = await JobsFixture.StartAsync();
        var turns = 0;
        jobs.OnMail = (_, _, _) => Interlocked.Increment(ref turns) == 1 ? throw new JobPostponedException(TimeSpan.Zero) : Task.CompletedTask;
        var worker = await jobs.StartWorkerAsync();
        using var run = new MeterReadings(worker.Services);
        await jobs.EnqueueAsync(JobsFixture.Mail(), Cancel);
        await Eventually.TrueAsync(async () => await jobs.CountAsync(JobQueues.Jobs, Cancel) == 0, "the job is done", Cancel);

        Assert.Equal(2, turns);
        Assert.Equal(s_process, Assert.Single(run.Of("messaging.process.duration")).Tags);
    }
}
