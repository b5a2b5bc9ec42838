using System.Threading.RateLimiting;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.Api.Http.RateLimits;

/// <summary>
/// So many hits in a window, over all replicas; without Redis each process keeps the same number for
/// itself. Whom it had refused it goes on refusing then, until the window ends. Counters' keys are HMACs: Redis holds no addresses.
/// </summary>
/// <param name="counters">Counts over all replicas.</param>
/// <param name="hasher">Hashes subjects.</param>
/// <param name="metrics">Counts refusals.</param>
/// <param name="name">Name of the limit in the metrics.</param>
/// <param name="limit">How many hits.</param>
/// <param name="window">In which time.</param>
internal sealed class SharedLimit(SharedCounters counters, SecretHasher hasher, RateLimitMetrics metrics, string name, int limit, TimeSpan window) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _local = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = limit, Window = window, QueueLimit = 0 }));

    /// <summary>Counts a hit.</summary>
    /// <param name="subject">What is counted, with a word before it that no other limit has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null within the limit, else how long the window still lasts.</returns>
    public async Task<TimeSpan?> TryAsync(string subject, CancellationToken cancellationToken)
    {
        var wait = await HitAsync(subject, cancellationToken);
        if (wait is not null)
        {
            metrics.Refused(name);
        }

        return wait;
    }

    /// <summary>Counts a hit.</summary>
    /// <exception cref="ApiException">429: over the limit.</exception>
    public async Task TakeAsync(string subject, CancellationToken cancellationToken)
    {
        if (await TryAsync(subject, cancellationToken) is { } wait)
        {
            throw RateLimitErrors.TooMany(wait);
        }
    }

    public void Dispose() => _local.Dispose();

    private async Task<TimeSpan?> HitAsync(string subject, CancellationToken cancellationToken)
    {
        var key = hasher.Hash(subject, SecretPurposes.AttemptCounter);
        if (await counters.HitAsync(key, window, cancellationToken) is { } shared)
        {
            return shared.Count > limit ? counters.Refused.Remember(key, shared.Left) : null;
        }

        if (counters.Refused.Left(key) is { } left)
        {
            return left;
        }

        using var lease = _local.AttemptAcquire(key);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : window;
    }
}
