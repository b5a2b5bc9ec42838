using Kolaybase.ControlPlane;
using StackExchange.Redis;

namespace Kolaybase.Api.Http.RateLimits;

/// <summary>
/// Counts over all replicas in windows, in Redis: one round trip of INCR, PEXPIRE NX
/// and PTTL. A counter whose PEXPIRE was lost gets it with the next hit.
/// </summary>
internal sealed partial class SharedCounters(RedisConnection redis, TimeProvider clock, ILogger<SharedCounters> logger) : IDisposable
{
    /// <summary>Length of a window where nothing else is said.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Longer than this no sign-in waits for a counter: the local one takes over.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(300);

    /// <summary>After a failure Redis is left alone for so long.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    private long _pausedAt = long.MinValue;

    /// <summary>Whose counter is over its limit. A key belongs to one limit, so that all of them share it.</summary>
    public KnownRefusals Refused { get; } = new(clock);

    /// <summary>Counts one hit.</summary>
    /// <returns>Hits in this window so far and how long it still lasts; null when Redis is absent or does not answer.</returns>
    public async ValueTask<(long Count, TimeSpan Left)?> HitAsync(string key, TimeSpan window, CancellationToken cancellationToken)
    {
        if (!redis.IsConfigured || IsPaused)
        {
            return null;
        }

        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(s_patience);
            return await redis.CallAsync("PIPELINE", 3, database => HitAsync(database, "kb:rate:" + key, window), patience.Token);
        }
        catch (Exception e) when (e is RedisException or TimeoutException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Volatile.Write(ref _pausedAt, clock.GetTimestamp());
            CountingLocally(logger, e);
            return null;
        }
    }

    public void Dispose() => Refused.Dispose();

    private bool IsPaused => Volatile.Read(ref _pausedAt) is var at && at != long.MinValue && clock.GetElapsedTime(at) < s_pause;

    private static async Task<(long Count, TimeSpan Left)> HitAsync(IDatabase database, string key, TimeSpan window)
    {
        var batch = database.CreateBatch();
        var count = batch.StringIncrementAsync(key);
        var expire = batch.KeyExpireAsync(key, window, ExpireWhen.HasNoExpiry);
        var left = batch.KeyTimeToLiveAsync(key);
        batch.Execute();
        await expire;
        return (await count, await left ?? window);
    }

    [LoggerMessage(20, LogLevel.Warning, "Redis does not answer: rate limits of sign-in and mails are counted by each process for itself.")]
    private static partial void CountingLocally(ILogger logger, Exception exception);
}
