using Kolaybase.Api.Http.Caching;
using Microsoft.Extensions.Caching.Memory;

namespace Kolaybase.Api.Http.RateLimits;

/// <summary>
/// Whom this process has refused by a shared limit, until the window ends. Asked only while Redis is away, so that its end lets nobody in again: as long as it answers, what it
/// says counts, also when it was emptied.
/// </summary>
internal sealed class KnownRefusals(TimeProvider clock) : IDisposable
{
    /// <summary>Remembered at once; beyond it the next ones are counted anew.</summary>
    internal const int Capacity = 20_000;

    private readonly MemoryCache _until = new(new MemoryCacheOptions { SizeLimit = Capacity, Clock = new CacheClock(clock) });

    /// <summary>How long the caller of this key is still refused; null when nothing is known.</summary>
    public TimeSpan? Left(string key) =>
        _until.TryGetValue(key, out DateTimeOffset until) && until - clock.GetUtcNow() is var left && left > TimeSpan.Zero ? left : null;

    /// <summary>Remembers a refusal.</summary>
    /// <returns>What was given.</returns>
    public TimeSpan Remember(string key, TimeSpan left)
    {
        var until = clock.GetUtcNow() + left;
        if (left > TimeSpan.Zero)
        {
            _until.Set(key, until, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = until });
        }

        return left;
    }

    public void Dispose() => _until.Dispose();
}
