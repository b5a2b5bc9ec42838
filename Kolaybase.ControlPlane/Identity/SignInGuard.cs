using System.Net;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>
/// Protects passwords from guessing without giving a stranger the means to lock an owner out: a
/// client that guesses wrong is locked for that address, up to 15 minutes. All strangers
/// together are slowed down to a guess a minute; a client from which the right password came in the last
/// 30 days is no stranger and does not feel them.
/// </summary>
/// <remarks>Counted by the address that was typed, whether or not it has an account: a lock tells nobody that it has.</remarks>
public sealed class SignInGuard(AttemptLimiter attempts, TimeProvider clock)
{
    private static readonly AttemptLimit s_client = new(5, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
    private static readonly AttemptLimit s_strangers = new(30, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    private static readonly TimeSpan s_acquaintance = TimeSpan.FromDays(30);

    /// <summary>Counts a try of a password before it is looked at.</summary>
    /// <returns>Null when it may go on, else how long to wait.</returns>
    public async Task<TimeSpan?> EnterAsync(string realm, EmailAddress email, IPAddress? client, CancellationToken cancellationToken)
    {
        var source = Source(realm, email, client);
        var known = await attempts.SucceededSinceAsync(source, clock.GetUtcNow() - s_acquaintance, cancellationToken);
        return await attempts.TryAsync(source, s_client, cancellationToken)
            ?? (known ? null : await attempts.TryAsync(Everybody(realm, email), s_strangers, cancellationToken));
    }

    /// <summary>The password was right.</summary>
    public async Task SucceededAsync(string realm, EmailAddress email, IPAddress? client, CancellationToken cancellationToken)
    {
        await attempts.SucceedAsync(Source(realm, email, client), cancellationToken);
        await attempts.ReturnAsync(Everybody(realm, email), cancellationToken);
    }

    private static string Everybody(string realm, EmailAddress email) => $"sign-in {realm} {email.Normalized}";

    private static string Source(string realm, EmailAddress email, IPAddress? client) => $"sign-in {realm} {email.Normalized} {ClientNetwork.Of(client)}";
}
