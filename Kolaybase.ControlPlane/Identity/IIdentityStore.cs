namespace Kolaybase.ControlPlane.Identity;

/// <summary>
/// The identity port: users of a realm and their passwords. Sessions, one-time codes and protection
/// against guessing are ours over every store (<see cref="Sessions"/>, <see cref="OneTimeCodes"/>,
/// <see cref="SignInGuard"/>), so a store is asked for little.
/// </summary>
public interface IIdentityStore
{
    /// <summary>Adds a user.</summary>
    /// <returns>The user, or null when the realm has one of that address.</returns>
    Task<RealmUser?> CreateUserAsync(string realm, NewRealmUser user, CancellationToken cancellationToken);

    /// <summary>The user of that id, or null.</summary>
    Task<RealmUser?> FindByIdAsync(string realm, Guid id, CancellationToken cancellationToken);

    /// <summary>The user of that address, or null.</summary>
    Task<RealmUser?> FindByEmailAsync(string realm, EmailAddress email, CancellationToken cancellationToken);

    /// <summary>The user of that address if the password is right and he may sign in, else null. Takes the same time whether or not there is such a user.</summary>
    Task<RealmUser?> VerifyPasswordAsync(string realm, EmailAddress email, string password, CancellationToken cancellationToken);

    /// <summary>Sets a password that the caller has checked against <see cref="PasswordPolicy"/>.</summary>
    /// <returns>False when there is no such user.</returns>
    Task<bool> SetPasswordAsync(string realm, Guid id, string password, CancellationToken cancellationToken);

    /// <summary>Notes that the user has proven his address.</summary>
    /// <returns>False when there is no such user.</returns>
    Task<bool> MarkEmailVerifiedAsync(string realm, Guid id, CancellationToken cancellationToken);

    /// <summary>An access token for a user of the realm, or null when there is no such user or he is blocked.</summary>
    Task<AccessToken?> IssueAccessTokenAsync(string realm, Guid id, Guid sessionId, CancellationToken cancellationToken);
}
