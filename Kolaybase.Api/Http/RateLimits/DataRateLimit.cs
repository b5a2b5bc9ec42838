using System.Threading.RateLimiting;

namespace Kolaybase.Api.Http.RateLimits;

/// <summary>
/// A token bucket for each client under one role of one project (or one platform user). In this
/// process only: a shared counter would cost the hot path a round trip, see
/// <c>docs/decisions/0006-rate-limits.md</c>.
/// </summary>
internal sealed class DataRateLimit(HttpOptions options, RateLimitMetrics metrics) : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);

    private readonly PartitionedRateLimiter<Subject> _limiter = PartitionedRateLimiter.Create<Subject, Subject>(subject =>
        RateLimitPartition.GetTokenBucketLimiter(subject, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.RateLimits.DataBurst,
            TokensPerPeriod = Math.Max(1, options.RateLimits.DataPerSecond / 10),
            ReplenishmentPeriod = options.RateLimits.DataPerSecond >= 10 ? s_period : TimeSpan.FromSeconds(1) / options.RateLimits.DataPerSecond,
            QueueLimit = 0,
        }));

    /// <summary>Takes one request's token.</summary>
    /// <exception cref="ApiException">429: none is left.</exception>
    public void Take(ProjectCaller caller, HttpContext context)
    {
        var subject = new Subject(caller.Member?.AccountId ?? caller.Project.Id, caller.Role, ClientAddress.Of(context));
        using var lease = _limiter.AttemptAcquire(subject);
        if (!lease.IsAcquired)
        {
            throw metrics.TooMany(RateLimitMetrics.Data, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : s_period);
        }
    }

    public void Dispose() => _limiter.Dispose();

    private readonly record struct Subject(Guid Owner, DatabaseRole Role, string Client);
}
