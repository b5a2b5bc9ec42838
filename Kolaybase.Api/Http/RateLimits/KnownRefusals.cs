using Kolaybase.Api.Http.Caching;
using Microsoft.Extensions.Caching.Memory;

namespace Kolaybase.Api.Http.RateLimits;

/// <summary>
/// Who is over a shared limit, until the window ends: counters only grow in it, so that there is nothing to ask Redis. It is spared what floods
/// us, and its end does not let in again whom it kept out.
/// </summary>
internal sealed class KnownRefusals(TimeProvider clock) : IDisposable
{
    /// <summary>Remembered at once; beyond it the next ones are asked for as all others are.</summary>
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
