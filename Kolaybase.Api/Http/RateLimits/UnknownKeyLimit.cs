using System.Threading.RateLimiting;

namespace Kolaybase.Api.Http.RateLimits;

/// <summary>Keeps a client that guesses API keys from the control database: over the limit, only keys known from the last seconds are answered.</summary>
internal sealed class UnknownKeyLimit(HttpOptions options, RateLimitMetrics metrics) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(client =>
        RateLimitPartition.GetFixedWindowLimiter(client, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.RateLimits.UnknownKeysPerAddress,
            Window = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }));

    /// <summary>Refuses a client that is over the limit.</summary>
    /// <exception cref="ApiException">429.</exception>
    public void Check(HttpContext context) => Take(context, permits: 0);

    /// <summary>Counts a key that nobody has.</summary>
    /// <exception cref="ApiException">429: over the limit.</exception>
    public void Count(HttpContext context) => Take(context, permits: 1);

    public void Dispose() => _limiter.Dispose();

    private void Take(HttpContext context, int permits)
    {
        using var lease = _limiter.AttemptAcquire(ClientAddress.Of(context), permits);
        if (!lease.IsAcquired)
        {
            throw metrics.TooMany(RateLimitMetrics.UnknownKey, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1));
        }
    }
}
