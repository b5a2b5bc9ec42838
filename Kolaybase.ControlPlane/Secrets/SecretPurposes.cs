namespace Kolaybase.ControlPlane;

/// <summary>The purposes that keys are derived for; changing one makes what is stored under it unreadable.</summary>
public static class SecretPurposes
{
    /// <summary>Password of a project's owner role.</summary>
    public const string OwnerPassword = "project-owner-password";

    /// <summary>Password of a project's authenticator role.</summary>
    public const string AuthenticatorPassword = "project-authenticator-password";

    /// <summary>API keys of projects.</summary>
    public const string ProjectKey = "project-key";

    /// <summary>Private halves of token signing keys.</summary>
    public const string SigningKey = "signing-key";

    /// <summary>Refresh tokens.</summary>
    public const string RefreshToken = "refresh-token";

    /// <summary>One-time codes.</summary>
    public const string OneTimeCode = "one-time-code";

    /// <summary>What counters of guesses count.</summary>
    public const string AttemptCounter = "attempt-counter";

    /// <summary>What a queued mail says.</summary>
    public const string MailBody = "mail-body";

    /// <summary>States and browser marks of sign-in with a provider.</summary>
    public const string OAuthState = "oauth-state";

    /// <summary>Secrets of service clients inside realms of identity servers.</summary>
    public const string RealmClientSecret = "realm-client-secret";

    /// <summary>The attribute by which a realm is known as ours on its server.</summary>
    public const string RealmMark = "realm-mark";

    /// <summary>Passwords of projects' mail servers.</summary>
    public const string SmtpPassword = "smtp-password";

    /// <summary>Client secrets at sign-in providers.</summary>
    public const string ProviderSecret = "provider-secret";

    /// <summary>Passwords of users who are yet to be made.</summary>
    public const string NewUserPassword = "new-user-password";

    /// <summary>Passwords of sign-ups that the spending of a code makes good.</summary>
    public const string CodePayload = "code-payload";

    /// <summary>Which address and password a sign-up named.</summary>
    public const string SignUp = "sign-up";

    /// <summary>The comment by which a project's roles are known as ours on their server.</summary>
    public const string RoleMark = "role-mark";

    /// <summary>Signatures in addresses of single objects.</summary>
    public const string SignedObjectUrl = "signed-object-url";
}
