using Kolaybase.Api.Http.Caching;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.Http.Caching;

public class ShortCacheTests
{
    private readonly FakeTimeProvider _clock = new();
    private int _loads;

    [Fact]
    public async Task A_value_is_used_for_its_lifetime_and_no_longer()
    {
        using var cache = Cache(key => Task.FromResult(key + ++_loads));
        Assert.Equal("a1", await cache.GetAsync("a", Cancel));
        _clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal("a1", await cache.GetAsync("a", Cancel));
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal("a2", await cache.GetAsync("a", Cancel));
    }

    [Fact]
    public async Task A_values_age_counts_from_the_moment_its_look_up_began()
    {
        var gate = new TaskCompletionSource<string>();
        using var cache = Cache(_ => ++_loads == 1 ? gate.Task : Task.FromResult("fresh"));
        var first = cache.GetAsync("a", Cancel);
        _clock.Advance(TimeSpan.FromSeconds(5));
        gate.SetResult("stale");
        Assert.Equal("stale", await first);
        Assert.Equal("fresh", await cache.GetAsync("a", Cancel));
    }

    [Fact]
    public async Task However_many_ask_at_once_one_of_them_loads()
    {
        var gate = new TaskCompletionSource<string>();
        using var cache = Cache(_ =>
        {
            Interlocked.Increment(ref _loads);
            return gate.Task;
        });
        var calls = Enumerable.Range(0, 50).Select(_ => cache.GetAsync("a", Cancel).AsTask()).ToArray();
        gate.SetResult("value");
        Assert.All(await Task.WhenAll(calls), v => Assert.Equal("value", v));
        Assert.Equal(1, _loads);
    }

    [Fact]
    public async Task Who_leaves_takes_nobody_along()
    {
        var gate = new TaskCompletionSource<string>();
        using var cache = Cache(_ => gate.Task);
        using var leaving = new CancellationTokenSource();
        var one = cache.GetAsync("a", leaving.Token).AsTask();
        var two = cache.GetAsync("a", Cancel).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        gate.SetResult("value");
        Assert.Equal("value", await two);
    }

    [Fact]
    public async Task A_failure_is_told_and_not_remembered()
    {
        using var cache = Cache(_ => ++_loads == 1 ? Task.FromException<string>(new IOException("down")) : Task.FromResult("up"));
        await Assert.ThrowsAsync<IOException>(() => cache.GetAsync("a", Cancel).AsTask());
        Assert.Equal("up", await cache.GetAsync("a", Cancel));
    }

    [Fact]
    public async Task It_never_holds_more_than_its_capacity()
    {
        using var cache = Cache(Task.FromResult);
        for (var i = 0; i < 1000; i++)
        {
            await cache.GetAsync($"key{i}", Cancel);
        }

        Assert.InRange(Enumerable.Range(0, 1000).Count(i => cache.Peek($"key{i}") is not null), 1, 100);
    }

    [Fact]
    public async Task What_is_forgotten_is_loaded_anew()
    {
        using var cache = Cache(_ => Task.FromResult($"{++_loads}"));
        await cache.GetAsync("a", Cancel);
        cache.Forget("a");
        Assert.Equal("2", await cache.GetAsync("a", Cancel));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ShortCache<string> Cache(Func<string, Task<string>> load) => new(100, _clock, load, _ => TimeSpan.FromSeconds(3));
}
