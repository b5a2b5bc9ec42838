namespace Kolaybase.ControlPlane.Mail;

/// <summary>Names of the mails that a project's end users get. Each has the values that <see cref="UserMailFields"/> lists; a project may word them itself.</summary>
public static class UserMails
{
    /// <summary>Proves the address of a new account.</summary>
    public const string VerifyEmail = "verify-email";

    /// <summary>Sets a new password.</summary>
    public const string ResetPassword = "reset-password";

    /// <summary>Signs in.</summary>
    public const string MagicLink = "magic-link";

    /// <summary>Proves another address, to which it is sent.</summary>
    public const string ChangeEmail = "change-email";

    /// <summary>Proves that it is still the same person; has no <c>link</c>.</summary>
    public const string Reauthenticate = "reauthenticate";

    /// <summary>Invites to the project.</summary>
    public const string Invite = "invite";

    /// <summary>Tells a proven address that its account has another one now; has neither code nor link.</summary>
    public const string EmailChanged = "email-changed";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [VerifyEmail, ResetPassword, MagicLink, ChangeEmail, Reauthenticate, Invite, EmailChanged];
}
