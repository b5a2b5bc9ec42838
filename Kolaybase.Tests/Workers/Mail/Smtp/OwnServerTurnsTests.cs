using Kolaybase.Workers.Jobs;
using Kolaybase.Workers.Mail.Smtp;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.Workers.Mail.Smtp;

public class OwnServerTurnsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Guid _project = Guid.CreateVersion7();

    [Fact]
    public async Task A_project_has_one_hand_over_at_a_time()
    {
        var turns = Turns();
        var done = new TaskCompletionSource();
        var first = turns.RunAsync(_project, () => done.Task);
        await Assert.ThrowsAsync<JobPostponedException>(() => turns.RunAsync(_project, NotCalled));
        done.SetResult();
        await first;
        await turns.RunAsync(_project, () => Task.CompletedTask);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    [InlineData(9, 4)]
    public async Task All_projects_together_have_half_of_the_workers_slots_and_never_none(int slots, int expected)
    {
        var turns = Turns(slots);
        var done = new TaskCompletionSource();
        var running = Enumerable.Range(0, expected).Select(_ => turns.RunAsync(Guid.CreateVersion7(), () => done.Task)).ToList();
        await Assert.ThrowsAsync<JobPostponedException>(() => turns.RunAsync(_project, NotCalled));
        done.SetResult();
        await Task.WhenAll(running);
        await turns.RunAsync(_project, () => Task.CompletedTask);
    }

    [Fact]
    public async Task Who_has_to_wait_comes_back_one_after_the_other_within_five_minutes()
    {
        var turns = Turns();
        var done = new TaskCompletionSource();
        var first = turns.RunAsync(_project, () => done.Task);
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 2000; i++)
        {
            pauses.Add((await Assert.ThrowsAsync<JobPostponedException>(() => turns.RunAsync(_project, NotCalled))).Pause);
        }

        Assert.Equal([2, 2, 2, 2, 3], pauses.Take(5).Select(p => p.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(301), pauses[^1]);
        done.SetResult();
        await first;
    }

    [Fact]
    public async Task A_silent_server_is_left_alone_longer_each_time_and_others_are_not()
    {
        var turns = Turns();
        foreach (var minutes in new[] { 1, 2, 4, 8, 8 })
        {
            await SilentAsync(turns);
            _time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            await Assert.ThrowsAsync<MailDeferredException>(() => turns.RunAsync(_project, NotCalled));
            await turns.RunAsync(Guid.CreateVersion7(), () => Task.CompletedTask);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await turns.RunAsync(_project, () => Task.CompletedTask);
        await SilentAsync(turns);
        _time.Advance(TimeSpan.FromMinutes(1));
        await turns.RunAsync(_project, () => Task.CompletedTask);
    }

    [Fact]
    public async Task A_server_that_refuses_is_not_left_alone()
    {
        var turns = Turns();
        await Assert.ThrowsAsync<MailDeferredException>(() => turns.RunAsync(_project, () => throw new MailDeferredException("451 later")));
        await turns.RunAsync(_project, () => Task.CompletedTask);
    }

    private OwnServerTurns Turns(int slots = 4) => new(new JobOptions { Parallelism = slots }, _time);

    private Task<MailServerSilentException> SilentAsync(OwnServerTurns turns) =>
        Assert.ThrowsAsync<MailServerSilentException>(() => turns.RunAsync(_project, () => throw new MailServerSilentException(new TimeoutException())));

    private static Task NotCalled() => throw new InvalidOperationException("It was not its turn.");
}
