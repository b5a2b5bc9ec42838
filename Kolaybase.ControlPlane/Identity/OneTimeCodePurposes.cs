namespace Kolaybase.ControlPlane.Identity;

/// <summary>What one-time codes are for, and how long each lasts (contract, section 5).</summary>
public static class OneTimeCodePurposes
{
    /// <summary>Sets a new password.</summary>
    public const string ResetPassword = "reset-password";

    /// <summary>How long a code for <see cref="ResetPassword"/> lasts.</summary>
    public static readonly TimeSpan ResetPasswordLifetime = TimeSpan.FromHours(1);
}
