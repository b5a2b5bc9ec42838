using Kolaybase.AppHost.Embedded;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.AppHost;

public class StopSequenceTests
{
    private readonly List<string> _said = [];
    private readonly List<string> _stopped = [];
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Parts_are_stopped_in_order()
    {
        Assert.True(await RunAsync(Part("api"), Part("postgres"), Part("lock")));

        Assert.Equal(["api", "postgres", "lock"], _stopped);
        Assert.Empty(_said);
    }

    [Fact]
    public async Task Parts_that_can_not_be_stopped_are_said_and_the_others_are_stopped()
    {
        var clean = await RunAsync(
            ("The API", () => throw new InvalidOperationException("No way.")),
            Part("workers"),
            ("Garnet", () => Task.FromException(new IOException("The disk is full."))),
            Part("postgres"),
            Part("lock"));

        Assert.False(clean);
        Assert.Equal(["workers", "postgres", "lock"], _stopped);
        Assert.Equal(["The API did not stop cleanly: No way.", "Garnet did not stop cleanly: The disk is full."], _said);
    }

    [Fact]
    public async Task A_part_that_never_ends_is_passed_over_after_a_while()
    {
        var reached = new TaskCompletionSource();
        var running = RunAsync(("The API", () =>
        {
            reached.SetResult();
            return new TaskCompletionSource().Task;
        }), Part("postgres"));
        await reached.Task;

        while (!running.IsCompleted)
        {
            // The limit begins when the sequence waits, which is a moment after the part was entered.
            _time.Advance(StopSequence.LongestStop);
            await Task.Yield();
        }

        Assert.False(await running);
        Assert.Equal(["postgres"], _stopped);
    }

    private Task<bool> RunAsync(params (string Name, Func<Task> Stop)[] parts) => new StopSequence(_said.Add, _time).RunAsync(parts);

    private (string Name, Func<Task> Stop) Part(string name) => (name, () =>
    {
        _stopped.Add(name);
        return Task.CompletedTask;
    });
}
