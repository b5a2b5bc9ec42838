using System.Threading.RateLimiting;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.Api.Http.RateLimits;

/// <summary>
/// Limits of <c>/api/auth/*</c>: by client address and by the account that a body names, over all
/// replicas; without Redis each process keeps the same numbers for itself.
/// </summary>
/// <remarks>Not the only guard of passwords and codes: those count wrong attempts in the database, whoever makes them.</remarks>
internal sealed class AuthRateLimit(HttpOptions options, SharedCounters counters, SecretHasher hasher) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _addresses = Local(options.RateLimits.AuthPerAddress);
    private readonly PartitionedRateLimiter<string> _accounts = Local(options.RateLimits.AuthPerAccount);

    /// <summary>Counts a call of a client.</summary>
    /// <exception cref="ApiException">429: over the limit.</exception>
    public Task TakeAddressAsync(HttpContext context) =>
        TakeAsync("address " + ClientAddress.Of(context), options.RateLimits.AuthPerAddress, _addresses, context.RequestAborted);

    /// <summary>Counts a call that names an account. The counter's key is an HMAC: Redis holds no addresses.</summary>
    /// <exception cref="ApiException">429: over the limit.</exception>
    public Task TakeAccountAsync(string email, CancellationToken cancellationToken) =>
        EmailAddress.Normalize(email) is { } normalized
            ? TakeAsync("account " + normalized, options.RateLimits.AuthPerAccount, _accounts, cancellationToken)
            : Task.CompletedTask;

    public void Dispose()
    {
        _addresses.Dispose();
        _accounts.Dispose();
    }

    private async Task TakeAsync(string subject, int limit, PartitionedRateLimiter<string> local, CancellationToken cancellationToken)
    {
        var key = hasher.Hash(subject, SecretPurposes.AttemptCounter);
        if (await counters.HitAsync(key, cancellationToken) is { } shared)
        {
            if (shared.Count > limit)
            {
                throw RateLimitErrors.TooMany(shared.Left);
            }

            return;
        }

        using var lease = local.AttemptAcquire(key);
        if (!lease.IsAcquired)
        {
            throw RateLimitErrors.TooMany(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : SharedCounters.Window);
        }
    }

    private static PartitionedRateLimiter<string> Local(int limit) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = limit, Window = SharedCounters.Window, QueueLimit = 0 }));
}
