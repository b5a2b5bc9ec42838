namespace Kolaybase.ControlPlane.Identity;

/// <summary>What one-time codes are for, and how long each lasts (contract, section 5).</summary>
public static class OneTimeCodePurposes
{
    /// <summary>Proves the address of a new account.</summary>
    public const string VerifyEmail = "verify-email";

    /// <summary>Signs in by mail.</summary>
    public const string MagicLink = "magic-link";

    /// <summary>Proves another address, to which it is sent.</summary>
    public const string ChangeEmail = "change-email";

    /// <summary>Proves that it is still the same person.</summary>
    public const string Reauthenticate = "reauthenticate";

    /// <summary>Accepts an invitation to a project.</summary>
    public const string Invite = "invite";

    /// <summary>Sets a new password.</summary>
    public const string ResetPassword = "reset-password";

    /// <summary>How long a code for <see cref="ResetPassword"/> lasts.</summary>
    public static readonly TimeSpan ResetPasswordLifetime = TimeSpan.FromHours(1);
}
