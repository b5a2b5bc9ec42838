using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.Api.Http.RateLimits;

/// <summary>
/// Limits of <c>/api/auth/*</c> and of end users' sign-in: by client address and, for each client address, by the account that a body names, over all
/// replicas; without Redis each process keeps the same numbers for itself.
/// </summary>
/// <remarks>Not the only guard of passwords and codes: those count wrong attempts in the database, whoever makes them.</remarks>
internal sealed class AuthRateLimit(HttpOptions options, SharedCounters counters, SecretHasher hasher, RateLimitMetrics metrics) : IDisposable
{
    private readonly SharedLimit _addresses = new(counters, hasher, metrics, RateLimitMetrics.SignInAddress, options.RateLimits.AuthPerAddress, SharedCounters.Window);
    private readonly SharedLimit _accounts = new(counters, hasher, metrics, RateLimitMetrics.SignInAccount, options.RateLimits.AuthPerAccount, SharedCounters.Window);

    /// <summary>Counts a call of a client.</summary>
    /// <param name="context">The call.</param>
    /// <param name="project">Whose end user it may be; null for the platform's own accounts.</param>
    /// <exception cref="ApiException">429: over the limit.</exception>
    public Task TakeAddressAsync(HttpContext context, Guid? project) => _addresses.TakeAsync($"address {project} {ClientAddress.Of(context)}", context.RequestAborted);

    /// <summary>Counts a call of a client that names an account. Not all clients' together: a stranger could use up what its owner needs.</summary>
    /// <param name="context">The call.</param>
    /// <param name="email">The account's address, in any spelling.</param>
    /// <param name="project">Whose end user it may be; null for the platform's own accounts.</param>
    /// <exception cref="ApiException">429: over the limit.</exception>
    public Task TakeAccountAsync(HttpContext context, string email, Guid? project) =>
        EmailAddress.Normalize(email) is { } normalized ? _accounts.TakeAsync($"account {project} {ClientAddress.Of(context)} {normalized}", context.RequestAborted) : Task.CompletedTask;

    public void Dispose()
    {
        _addresses.Dispose();
        _accounts.Dispose();
    }
}
