namespace Kolaybase.ControlPlane.Identity;

/// <summary>
/// The identity port: realms, their users and passwords, and the access tokens that the realm signs. Sessions, one-time codes and
/// protection against guessing are ours over every store (<see cref="Sessions"/>, <see cref="OneTimeCodes"/>,
/// <see cref="SignInGuard"/>), so a store is asked for little. Which store a project has says its row
/// (<see cref="IdentityStores"/>).
/// </summary>
/// <exception cref="IdentityUnavailableException">Thrown by every member: the identity server does not answer.</exception>
public interface IIdentityStore
{
    /// <summary>Makes the realm ready for use, or brings it to what we expect of one; safe to run any number of times, also after a run that ended half way.</summary>
    Task EnsureRealmAsync(string realm, CancellationToken cancellationToken);

    /// <summary>Removes the realm with all its users and keys; nothing happens when there is none.</summary>
    Task DeleteRealmAsync(string realm, CancellationToken cancellationToken);

    /// <summary>The <c>iss</c> of the realm's tokens.</summary>
    string Issuer(string realm);

    /// <summary>Every key that tokens of the realm may be signed with now, retired ones included as long as they may verify; empty when there is no such realm.</summary>
    Task<IReadOnlyList<RealmPublicKey>> PublicKeysAsync(string realm, CancellationToken cancellationToken);

    /// <summary>Adds a user.</summary>
    /// <returns>The user, or null when the realm has one of that address.</returns>
    Task<RealmUser?> CreateUserAsync(string realm, NewRealmUser user, CancellationToken cancellationToken);

    /// <summary>The user of that id, or null.</summary>
    Task<RealmUser?> FindByIdAsync(string realm, Guid id, CancellationToken cancellationToken);

    /// <summary>The user of that address, or null.</summary>
    Task<RealmUser?> FindByEmailAsync(string realm, EmailAddress email, CancellationToken cancellationToken);

    /// <summary>Users in whose address or names all words of a text stand, in the order of their addresses.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="search">The text, compared without case, see <see cref="UserSearch"/>; null or empty lists all.</param>
    /// <param name="offset">Users to pass over.</param>
    /// <param name="limit">Most users, 1 to 100.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<RealmUserPage> ListUsersAsync(string realm, string? search, int offset, int limit, CancellationToken cancellationToken);

    /// <summary>The user of that address if the password is right and he may sign in, else null. Takes the same time whether or not there is such a user.</summary>
    Task<RealmUser?> VerifyPasswordAsync(string realm, EmailAddress email, string password, CancellationToken cancellationToken);

    /// <summary>Sets a password that the caller has checked against <see cref="PasswordPolicy"/>.</summary>
    /// <returns>False when there is no such user.</returns>
    Task<bool> SetPasswordAsync(string realm, Guid id, string password, CancellationToken cancellationToken);

    /// <summary>Notes that the user has proven his address.</summary>
    /// <returns>False when there is no such user.</returns>
    Task<bool> MarkEmailVerifiedAsync(string realm, Guid id, CancellationToken cancellationToken);

    /// <summary>Gives the user another address, which he has proven.</summary>
    Task<EmailChange> ChangeEmailAsync(string realm, Guid id, EmailAddress email, CancellationToken cancellationToken);

    /// <summary>Blocks or unblocks a user: who is blocked neither signs in nor gets access tokens.</summary>
    /// <returns>False when there is no such user.</returns>
    Task<bool> SetBlockedAsync(string realm, Guid id, bool blocked, CancellationToken cancellationToken);

    /// <summary>Deletes a user with his external identities.</summary>
    /// <returns>False when there is no such user.</returns>
    Task<bool> DeleteUserAsync(string realm, Guid id, CancellationToken cancellationToken);

    /// <summary>An access token for a user of the realm, or null when there is no such user or he is blocked.</summary>
    Task<AccessToken?> IssueAccessTokenAsync(string realm, Guid id, Guid sessionId, CancellationToken cancellationToken);

    /// <summary>The user who signs in with that account of a provider, or null.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="provider"><c>google</c> or <c>github</c>.</param>
    /// <param name="subject">The provider's own, lasting identifier of the account.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<RealmUser?> FindByExternalIdentityAsync(string realm, string provider, string subject, CancellationToken cancellationToken);

    /// <summary>Lets a user sign in with an account of a provider; again changes nothing.</summary>
    /// <returns>Where several are true, the account's other user comes before the user's other account.</returns>
    Task<ExternalLink> LinkExternalIdentityAsync(string realm, Guid id, string provider, string subject, CancellationToken cancellationToken);
}
