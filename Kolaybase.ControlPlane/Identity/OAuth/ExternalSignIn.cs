using Kolaybase.ControlPlane.Identity.Settings;

namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>
/// Whom an account of a provider signs in; the one set of rules over every identity store. A known account is its user's, whatever its
/// address is by now. An unknown one gets in only by an address that the provider vouches for: it makes a new user, or is linked to
/// the one who has proven that address here as well. A user who has not proven it may be anybody, waiting for its owner to come.
/// </summary>
public static class ExternalSignIn
{
    /// <summary>Times that it is tried again when another request has made or linked the same meanwhile.</summary>
    private const int Attempts = 3;

    /// <summary>Finds, links or makes the user.</summary>
    /// <param name="store">The project's identity store.</param>
    /// <param name="realm">The project's realm.</param>
    /// <param name="settings">The project's settings.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="account">Who signed in there.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="OAuthException">He may not sign in.</exception>
    public static async Task<RealmUser> ResolveAsync(
        IIdentityStore store, string realm, AuthSettings settings, string provider, ProviderAccount account, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var user = await store.FindByExternalIdentityAsync(realm, provider, account.Subject, cancellationToken)
                ?? await LinkAsync(store, realm, settings, provider, account, cancellationToken);
            if (user is not null)
            {
                return user.Blocked ? throw Blocked() : user;
            }
        }

        throw OAuthException.Unavailable("The same account of a provider is being linked by others.");
    }

    /// <summary>For a user who turns out to be blocked.</summary>
    public static OAuthException Blocked() => new(OAuthErrors.UserBlocked, "This account is blocked.");

    private static async Task<RealmUser?> LinkAsync(
        IIdentityStore store, string realm, AuthSettings settings, string provider, ProviderAccount account, CancellationToken cancellationToken)
    {
        var email = account.VerifiedEmail
            ?? throw new OAuthException(OAuthErrors.EmailNotVerified, "The account at the provider has no confirmed address. Confirm it there and sign in again.");
        if (await store.FindByEmailAsync(realm, email, cancellationToken) is { } known)
        {
            if (!known.EmailVerified)
            {
                throw new OAuthException(
                    OAuthErrors.AccountExists, "An account with this address exists, and its address was never confirmed. Sign in to it first and confirm the address; then this provider can be used.");
            }

            return known.Blocked ? throw Blocked() : await store.LinkExternalIdentityAsync(realm, known.Id, provider, account.Subject, cancellationToken) switch
            {
                ExternalLink.Linked => known,
                ExternalLink.HasAnother => throw new OAuthException(
                    OAuthErrors.OtherAccountLinked,
                    "The user with this address signs in with another account of this provider. Choose that one there, or sign in by password or by mail."),
                _ => null,
            };
        }

        if (!settings.SignUpAllowed)
        {
            throw new OAuthException(OAuthErrors.SignUpDisabled, "There is no account with this address, and new ones can't be made here.");
        }

        var made = await store.CreateUserAsync(realm, new NewRealmUser(email, null, account.FirstName, account.LastName, EmailVerified: true), cancellationToken);
        if (made is null || await store.LinkExternalIdentityAsync(realm, made.Id, provider, account.Subject, cancellationToken) is ExternalLink.Linked)
        {
            return made;
        }

        // Another request was faster: nobody may be left whom nothing signs in.
        await store.DeleteUserAsync(realm, made.Id, cancellationToken);
        return null;
    }
}
