namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>Values of <c>error</c> in the fragment that an app gets; a provider's own (<c>access_denied</c>, RFC 6749, 4.1.2.1) are passed on as well.</summary>
public static class OAuthErrors
{
    /// <summary>The provider or the identity server does not answer as it should.</summary>
    public const string TemporarilyUnavailable = "temporarily_unavailable";

    /// <summary>The provider refused the code or the client, or its answer does not verify.</summary>
    public const string ProviderRefused = "provider_refused";

    /// <summary>The provider sent the browser back with neither a code nor an error that can be understood.</summary>
    public const string InvalidAnswer = "invalid_provider_answer";

    /// <summary>The project no longer has this provider.</summary>
    public const string ProviderDisabled = "provider_disabled";

    /// <summary>An account with the address exists that may not be linked.</summary>
    public const string AccountExists = "account_exists";

    /// <summary>The user with the address signs in with another account of the provider.</summary>
    public const string OtherAccountLinked = "other_account_linked";

    /// <summary>The provider vouches for no address, and the account there is not known.</summary>
    public const string EmailNotVerified = "email_not_verified";

    /// <summary>The project takes no new users.</summary>
    public const string SignUpDisabled = "signup_disabled";

    /// <summary>The user is blocked.</summary>
    public const string UserBlocked = "user_blocked";
}
