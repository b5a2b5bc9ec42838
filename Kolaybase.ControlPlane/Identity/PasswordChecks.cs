namespace Kolaybase.ControlPlane.Identity;

/// <summary>The one way in by password, of end users and of the platform's own: guarded against guessing, and against a password that changes meanwhile.</summary>
public sealed class PasswordChecks(SignInGuard guard, TokenRevocations revocations)
{
    /// <summary>Looks at a password, outside a transaction: a wrong guess must stay counted.</summary>
    /// <param name="store">Where the user is.</param>
    /// <param name="realm">The realm.</param>
    /// <param name="email">His address.</param>
    /// <param name="password">As typed.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<PasswordCheck> CheckAsync(
        IIdentityStore store, string realm, EmailAddress email, string password, SignInSource source, CancellationToken cancellationToken)
    {
        if (await guard.EnterAsync(realm, email, source, cancellationToken) is { } wait)
        {
            return new(null, wait, default);
        }

        var since = await revocations.NowAsync(cancellationToken);
        // A longer one can't be right, and hashing it would cost what its sender likes.
        if (password.Length > PasswordPolicy.MaxLength || await store.VerifyPasswordAsync(realm, email, password, cancellationToken) is not { } user)
        {
            return new(null, null, since);
        }

        await guard.SucceededAsync(realm, email, source, cancellationToken);
        return new(user, null, since);
    }

    /// <summary>Whether a password that was right still is, in the transaction that begins the session: it may have been changed while it was compared.</summary>
    public async Task<bool> StillRightAsync(
        IIdentityStore store, string realm, EmailAddress email, string password, PasswordCheck check, CancellationToken cancellationToken) =>
        check.User is { } user
        && (!await revocations.RevokedSinceAsync(realm, user.Id, check.Since, cancellationToken)
            || await store.VerifyPasswordAsync(realm, email, password, cancellationToken) is not null);
}

/// <summary>What became of a password.</summary>
/// <param name="User">Whose it is; null when it is wrong or was not looked at.</param>
/// <param name="Wait">How long to wait before the next guess; null unless too many were made.</param>
/// <param name="Since">The database's time before it was looked at.</param>
public sealed record PasswordCheck(RealmUser? User, TimeSpan? Wait, DateTimeOffset Since);
