using System.Threading.RateLimiting;

namespace Kolaybase.Api.Http.RateLimits;

/// <summary>A token bucket for each platform account, over all of its platform calls, in this process.</summary>
internal sealed class AccountRateLimit(HttpOptions options, RateLimitMetrics metrics) : IDisposable
{
    private readonly PartitionedRateLimiter<Guid> _limiter = PartitionedRateLimiter.Create<Guid, Guid>(account =>
        RateLimitPartition.GetTokenBucketLimiter(account, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.RateLimits.AccountBurst,
            TokensPerPeriod = options.RateLimits.AccountPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    /// <summary>Takes one call's token.</summary>
    /// <exception cref="ApiException">429: none is left.</exception>
    public void Take(Guid account)
    {
        using var lease = _limiter.AttemptAcquire(account);
        if (!lease.IsAcquired)
        {
            throw metrics.TooMany(RateLimitMetrics.Account, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1));
        }
    }

    public void Dispose() => _limiter.Dispose();
}
