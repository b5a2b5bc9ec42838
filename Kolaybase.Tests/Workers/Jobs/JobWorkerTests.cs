using System.Collections.Concurrent;
using System.Diagnostics;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kolaybase.Tests.Workers.Jobs;

public class JobWorkerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_workers_share_two_hundred_jobs_and_each_runs_once()
    {
        await using var jobs = await JobsFixture.StartAsync();
        var runs = new ConcurrentDictionary<Guid, int>();
        jobs.OnMail = (mail, _, _) =>
        {
            runs.AddOrUpdate(mail.Id, 1, (_, count) => count + 1);
            return Task.CompletedTask;
        };
        for (var i = 0; i < 200; i++)
        {
            await jobs.EnqueueAsync(JobsFixture.Mail(), Cancelled);
        }

        await Task.WhenAll(jobs.StartWorkerAsync(), jobs.StartWorkerAsync());
        await Eventually.TrueAsync(async () => await jobs.CountAsync(JobQueues.Jobs, Cancelled) == 0, "all jobs are done", Cancelled);

        Assert.Equal(200, runs.Count);
        Assert.All(runs.Values, count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task A_job_that_is_enqueued_runs_within_moments()
    {
        await using var jobs = await JobsFixture.StartAsync();
        var done = new TaskCompletionSource();
        jobs.OnMail = (_, _, _) =>
        {
            done.TrySetResult();
            return Task.CompletedTask;
        };
        await jobs.StartWorkerAsync();
        await jobs.EnqueueAsync(JobsFixture.Mail(), Cancelled);

        await done.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancelled);
    }

    [Fact]
    public async Task What_a_job_says_arrives_as_it_was_sent()
    {
        await using var jobs = await JobsFixture.StartAsync();
        var received = new TaskCompletionSource<SendMail>();
        jobs.OnMail = (mail, attempt, _) =>
        {
            Assert.Equal(1, attempt.Number);
            received.TrySetResult(mail);
            return Task.CompletedTask;
        };
        var sent = new SendMail(Guid.CreateVersion7(), "ä'\"@example.org", "reset-password", "v1.x.y");
        await jobs.EnqueueAsync(sent, Cancelled);
        await jobs.StartWorkerAsync();

        Assert.Equal(sent, await received.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancelled));
    }

    [Fact]
    public async Task A_failed_job_is_tried_again_until_it_succeeds()
    {
        await using var jobs = await JobsFixture.StartAsync();
        var attempts = new ConcurrentQueue<int>();
        jobs.OnMail = (_, attempt, _) =>
        {
            attempts.Enqueue(attempt.Number);
            return attempt.Number < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        };
        await jobs.EnqueueAsync(JobsFixture.Mail(), Cancelled);
        await jobs.StartWorkerAsync(retryDelays: "0,0,0");

        await Eventually.TrueAsync(() => Task.FromResult(attempts.Count == 3), "the third attempt", Cancelled);
        await Eventually.TrueAsync(async () => await jobs.CountAsync(JobQueues.Jobs, Cancelled) == 0, "the job is gone", Cancelled);
        Assert.Equal([1, 2, 3], attempts);
        Assert.Equal(0, await jobs.CountAsync(JobQueues.Dead, Cancelled));
    }

    [Fact]
    public async Task Pauses_between_attempts_grow_as_configured()
    {
        await using var jobs = await JobsFixture.StartAsync();
        var times = new ConcurrentQueue<long>();
        jobs.OnMail = (_, _, _) =>
        {
            times.Enqueue(TimeProvider.System.GetTimestamp());
            throw new InvalidOperationException("never");
        };
        await jobs.EnqueueAsync(JobsFixture.Mail(), Cancelled);
        await jobs.StartWorkerAsync(retryDelays: "2,4");

        await Eventually.TrueAsync(async () => await jobs.CountAsync(JobQueues.Dead, Cancelled) == 1, "the job is given up", Cancelled);
        var at = times.ToArray();
        Assert.Equal(3, at.Length);
        // The transport counts whole seconds and cuts off the rest.
        Assert.InRange(TimeProvider.System.GetElapsedTime(at[0], at[1]).TotalSeconds, 0.9, 10);
        Assert.InRange(TimeProvider.System.GetElapsedTime(at[1], at[2]).TotalSeconds, 2.9, 15);
    }

    [Fact]
    public async Task A_job_that_keeps_failing_becomes_a_dead_letter_that_tells_why_and_can_be_requeued()
    {
        await using var jobs = await JobsFixture.StartAsync();
        var broken = true;
        var done = new TaskCompletionSource<int>();
        jobs.OnMail = (_, attempt, _) =>
        {
            if (broken)
            {
                throw new InvalidOperationException("the printer is on fire");
            }

            done.TrySetResult(attempt.Number);
            return Task.CompletedTask;
        };
        await jobs.EnqueueAsync(JobsFixture.Mail("who@example.org"), Cancelled);
        await jobs.StartWorkerAsync(retryDelays: "0");
        await Eventually.TrueAsync(async () => await jobs.CountAsync(JobQueues.Dead, Cancelled) == 1, "the job is given up", Cancelled);

        var letter = Assert.Single(await jobs.DeadLetters.ListAsync(Cancelled));
        Assert.Equal("send-mail", letter.Type);
        Assert.Equal(2, letter.Attempts);
        Assert.Contains("the printer is on fire", letter.Error, StringComparison.Ordinal);
        Assert.Contains("who@example.org", letter.Body, StringComparison.Ordinal);
        Assert.NotNull(letter.EnqueuedAt);
        Assert.NotNull(letter.FailedAt);

        broken = false;
        Assert.True(await jobs.DeadLetters.RequeueAsync(letter.Id, Cancelled));
        Assert.Equal(1, await done.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancelled));
        Assert.False(await jobs.DeadLetters.RequeueAsync(letter.Id, Cancelled));
        Assert.Empty(await jobs.DeadLetters.ListAsync(Cancelled));
    }

    [Fact]
    public async Task A_job_is_no_dead_letter_before_it_was_said_where_it_is_waited_for()
    {
        await using var jobs = await JobsFixture.StartAsync();
        var attempts = new ConcurrentQueue<int>();
        var causes = new ConcurrentQueue<string>();
        jobs.OnMail = (_, attempt, _) =>
        {
            attempts.Enqueue(attempt.Number);
            throw new InvalidOperationException("never");
        };
        jobs.OnGiveUp = (_, cause) =>
        {
            causes.Enqueue(cause.Message);
            return causes.Count == 1 ? throw new InvalidOperationException("nobody can be told") : Task.FromResult(GivenUp.DeadLetter);
        };
        await jobs.EnqueueAsync(JobsFixture.Mail(), Cancelled);
        await jobs.StartWorkerAsync(retryDelays: "0");

        await Eventually.TrueAsync(async () => await jobs.CountAsync(JobQueues.Dead, Cancelled) == 1, "the job is given up", Cancelled);
        Assert.Equal([1, 2, 2], attempts);
        Assert.Equal(["never", "never"], causes);
    }

    [Fact]
    public async Task A_job_that_can_never_succeed_is_given_up_at_once()
    {
        await using var jobs = await JobsFixture.StartAsync();
        var attempts = new ConcurrentQueue<int>();
        var causes = new ConcurrentQueue<string>();
        jobs.OnMail = (_, attempt, _) =>
        {
            attempts.Enqueue(attempt.Number);
            throw new PermanentFailureException("never");
        };
        jobs.OnGiveUp = (_, cause) =>
        {
            causes.Enqueue(cause.Message);
            return Task.FromResult(GivenUp.DeadLetter);
        };
        await jobs.EnqueueAsync(JobsFixture.Mail(), Cancelled);
        await jobs.StartWorkerAsync(retryDelays: "600");

        await Eventually.TrueAsync(async () => await jobs.CountAsync(JobQueues.Dead, Cancelled) == 1, "the job is given up", Cancelled);
        Assert.Equal([1], attempts);
        Assert.Equal(["never"], causes);
        Assert.Equal(1, Assert.Single(await jobs.DeadLetters.ListAsync(Cancelled)).Attempts);
    }

    [Fact]
    public async Task A_job_whose_end_is_no_operators_affair_leaves_no_dead_letter()
    {
        await using var jobs = await JobsFixture.StartAsync();
        var told = new TaskCompletionSource();
        jobs.OnMail = (_, _, _) => throw new PermanentFailureException("never");
        jobs.OnGiveUp = (_, _) =>
        {
            told.TrySetResult();
            return Task.FromResult(GivenUp.Dropped);
        };
        await jobs.EnqueueAsync(JobsFixture.Mail(), Cancelled);
        await jobs.StartWorkerAsync(retryDelays: "600");

        await Eventually.TrueAsync(async () => await jobs.CountAsync(JobQueues.Jobs, Cancelled) == 0, "the job is gone", Cancelled);
        Assert.True(told.Task.IsCompletedSuccessfully);
        Assert.Equal(0, await jobs.CountAsync(JobQueues.Dead, Cancelled));
    }

    [Fact]
    public async Task A_job_whose_turn_has_not_come_is_put_back_uncounted()
    {
        await using var jobs = await JobsFixture.StartAsync();
        var attempts = new ConcurrentQueue<int>();
        jobs.OnMail = (_, attempt, _) =>
        {
            attempts.Enqueue(attempt.Number);
            return attempts.Count < 3 ? throw new JobPostponedException(TimeSpan.Zero) : Task.CompletedTask;
        };
        await jobs.EnqueueAsync(JobsFixture.Mail(), Cancelled);
        // A single attempt: one that counted would be the last.
        await jobs.StartWorkerAsync(retryDelays: "");

        await Eventually.TrueAsync(async () => await jobs.CountAsync(JobQueues.Jobs, Cancelled) == 0, "the job is done", Cancelled);
        Assert.Equal([1, 1, 1], attempts);
        Assert.Equal(0, await jobs.CountAsync(JobQueues.Dead, Cancelled));
    }

    [Theory]
    [InlineData("{not json", "send-mail, ")]
    [InlineData("{}", "no-such-job")]
    public async Task A_message_that_can_not_be_read_is_dead_at_once(string body, string type)
    {
        await using var jobs = await JobsFixture.StartAsync();
        await using var context = jobs.Plane.OpenRegistry();
        var headers = $$"""{"rbs2-msg-id":"{{Guid.CreateVersion7()}}","rbs2-content-type":"application/json;charset=utf-8","rbs2-msg-type":"{{type.TrimEnd(',', ' ')}}"}""";
        await context.Database.ExecuteSqlAsync(
            $"insert into jobs.messages (recipient, priority, expiration, visible, headers, body) values ('jobs', 0, now() + interval '1 day', now(), convert_to({headers}, 'utf8'), convert_to({body}, 'utf8'))", Cancelled);
        await jobs.StartWorkerAsync(retryDelays: "600");

        await Eventually.TrueAsync(async () => await jobs.CountAsync(JobQueues.Dead, Cancelled) == 1, "the message is given up", Cancelled);
        var letter = Assert.Single(await jobs.DeadLetters.ListAsync(Cancelled));
        Assert.Equal(body, letter.Body);
        Assert.NotEqual("", letter.Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_that_runs_when_the_worker_stops_is_left_to_the_next_one_uncounted_however_it_ends(bool fails)
    {
        await using var jobs = await JobsFixture.StartAsync();
        var started = new TaskCompletionSource();
        var second = new TaskCompletionSource<int>();
        jobs.OnMail = async (_, attempt, cancellationToken) =>
        {
            if (started.TrySetResult())
            {
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                }
                catch (OperationCanceledException) when (fails)
                {
                    // As what was cut off says it, often.
                    throw new PermanentFailureException("the connection was closed");
                }
            }

            second.TrySetResult(attempt.Number);
        };
        await jobs.EnqueueAsync(JobsFixture.Mail(), Cancelled);
        var first = await jobs.StartWorkerAsync();
        await started.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancelled);
        await first.StopAsync(Cancelled);
        // A loop of the same worker that had not heard of the stop yet may have done it again.
        if (!second.Task.IsCompleted)
        {
            Assert.Equal(1, await jobs.CountAsync(JobQueues.Jobs, Cancelled));
        }

        Assert.Equal(0, await jobs.CountAsync(JobQueues.Dead, Cancelled));

        await jobs.StartWorkerAsync();
        Assert.Equal(1, await second.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancelled));
    }

    [Fact]
    public async Task A_job_continues_the_trace_of_who_enqueued_it()
    {
        await using var jobs = await JobsFixture.StartAsync();
        var seen = new TaskCompletionSource<ActivityTraceId?>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Kolaybase.Jobs",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        jobs.OnMail = (_, _, _) =>
        {
            seen.TrySetResult(Activity.Current?.TraceId);
            return Task.CompletedTask;
        };
        await jobs.StartWorkerAsync();
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        await jobs.EnqueueAsync(JobsFixture.Mail(), Cancelled);

        Assert.Equal(request.TraceId, await seen.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancelled));
    }

    [Fact]
    public async Task Workers_go_on_after_their_connections_were_cut()
    {
        await using var jobs = await JobsFixture.StartAsync();
        var done = new TaskCompletionSource();
        jobs.OnMail = (_, _, _) =>
        {
            done.TrySetResult();
            return Task.CompletedTask;
        };
        await jobs.StartWorkerAsync();
        var database = new NpgsqlConnectionStringBuilder(jobs.Plane.ControlConnectionString).Database;
        await jobs.Plane.Server.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'", Cancelled);
        jobs.Plane.Services.GetRequiredService<NpgsqlDataSource>().Clear();

        await jobs.EnqueueAsync(JobsFixture.Mail(), Cancelled);
        await done.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);
    }
}
