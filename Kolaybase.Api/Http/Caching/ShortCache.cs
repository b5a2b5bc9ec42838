using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace Kolaybase.Api.Http.Caching;

/// <summary>
/// Remembers what was looked up for seconds: bounded, and however many requests ask for one key at
/// once, one of them asks the database. On <see cref="MemoryCache"/>; HybridCache was not taken
/// because its two levels add up their ages, and its local level has no bound on entries.
/// </summary>
/// <param name="capacity">Most entries; beyond it the oldest go.</param>
/// <param name="clock">The clock.</param>
/// <param name="load">Looks up; a thrown exception is not remembered.</param>
/// <param name="lifetime">How long a value may be used, from the moment the look-up began.</param>
internal sealed class ShortCache<TValue>(int capacity, TimeProvider clock, Func<string, Task<TValue>> load, Func<TValue, TimeSpan> lifetime) : IDisposable
    where TValue : class
{
    private readonly MemoryCache _entries = new(new MemoryCacheOptions { SizeLimit = capacity, Clock = new CacheClock(clock) });
    private readonly ConcurrentDictionary<string, Lazy<Task<TValue>>> _loading = new(StringComparer.Ordinal);

    /// <summary>The value of a key.</summary>
    public ValueTask<TValue> GetAsync(string key, CancellationToken cancellationToken) =>
        _entries.TryGetValue(key, out TValue? value) && value is not null ? new(value) : new(LoadAsync(key, cancellationToken));

    /// <summary>The value of a key that was looked up already; null asks for nothing.</summary>
    public TValue? Peek(string key) => _entries.TryGetValue(key, out TValue? value) ? value : null;

    /// <summary>Forgets a key: the next request looks it up.</summary>
    public void Forget(string key) => _entries.Remove(key);

    public void Dispose() => _entries.Dispose();

    private async Task<TValue> LoadAsync(string key, CancellationToken cancellationToken)
    {
        // The look-up belongs to all who wait, so that no one's departure cancels it.
        var shared = _loading.GetOrAdd(key, k => new Lazy<Task<TValue>>(() => LoadOnceAsync(k)));
        return await shared.Value.WaitAsync(cancellationToken);
    }

    private async Task<TValue> LoadOnceAsync(string key)
    {
        try
        {
            var began = clock.GetUtcNow();
            var value = await load(key);
            _entries.Set(key, value, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = began + lifetime(value) });
            return value;
        }
        finally
        {
            _loading.TryRemove(key, out _);
        }
    }
}
