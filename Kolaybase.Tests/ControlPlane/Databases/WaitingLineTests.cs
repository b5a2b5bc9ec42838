using Kolaybase.ControlPlane.Databases;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.ControlPlane.Databases;

public class WaitingLineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Places_are_given_at_once_as_long_as_there_are_any()
    {
        var line = new WaitingLine(2, _clock);

        Assert.True(await line.EnterAsync(Patience, Cancelled));
        Assert.True(await line.EnterAsync(Patience, Cancelled));
        Assert.False(IsFree(line));
    }

    [Fact]
    public async Task Who_came_first_is_served_first()
    {
        var line = new WaitingLine(1, _clock);
        await line.EnterAsync(Patience, Cancelled);
        var first = line.EnterAsync(Patience, Cancelled).AsTask();
        var second = line.EnterAsync(Patience, Cancelled).AsTask();

        line.Leave();

        Assert.True(await first);
        Assert.False(second.IsCompleted);
        line.Leave();
        Assert.True(await second);
    }

    [Fact]
    public async Task Who_waits_too_long_gets_none_and_takes_none_from_the_next()
    {
        var line = new WaitingLine(1, _clock);
        await line.EnterAsync(Patience, Cancelled);
        var impatient = line.EnterAsync(TimeSpan.FromSeconds(1), Cancelled).AsTask();
        var patient = line.EnterAsync(Patience, Cancelled).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await impatient);
        line.Leave();
        Assert.True(await patient);
    }

    [Fact]
    public async Task Who_gives_up_gets_none_and_takes_none_from_the_next()
    {
        var line = new WaitingLine(1, _clock);
        await line.EnterAsync(Patience, Cancelled);
        using var gone = new CancellationTokenSource();
        var one = line.EnterAsync(Patience, gone.Token).AsTask();
        var other = line.EnterAsync(Patience, Cancelled).AsTask();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        line.Leave();
        Assert.True(await other);
    }

    [Fact]
    public async Task Who_has_given_up_before_is_not_let_in()
    {
        var line = new WaitingLine(1, _clock);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => line.EnterAsync(Patience, new CancellationToken(canceled: true)).AsTask());

        Assert.True(await line.EnterAsync(Patience, Cancelled));
    }

    [Fact]
    public async Task A_place_that_is_given_back_to_an_empty_line_is_free_for_the_next()
    {
        var line = new WaitingLine(1, _clock);
        await line.EnterAsync(Patience, Cancelled);

        line.Leave();

        Assert.True(IsFree(line));
    }

    [Fact]
    public async Task However_they_come_go_and_give_up_no_place_is_lost_and_none_is_made()
    {
        const int places = 3;
        var line = new WaitingLine(places, TimeProvider.System);
        var (inside, most, served) = (0, 0, 0);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 500; i++)
            {
                using var gone = new CancellationTokenSource();
                var entering = line.EnterAsync(random.Next(4) == 0 ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromMinutes(1), gone.Token).AsTask();
                if (random.Next(4) == 0)
                {
                    await gone.CancelAsync();
                }

                try
                {
                    if (!await entering)
                    {
                        continue;
                    }
                }
                catch (OperationCanceledException)
                {
                    continue;
                }

                InterlockedMax(ref most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
                Interlocked.Increment(ref served);
                line.Leave();
            }
        }, Cancelled)));

        Assert.InRange(most, 1, places);
        Assert.True(served > 0);
        for (var i = 0; i < places; i++)
        {
            Assert.True(IsFree(line));
        }

        Assert.False(IsFree(line));
    }

    private static bool IsFree(WaitingLine line) => line.EnterAsync(Patience, Cancelled).AsTask() is { IsCompletedSuccessfully: true, Result: true };

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
            // Another was faster; look again.
        }
    }
}
