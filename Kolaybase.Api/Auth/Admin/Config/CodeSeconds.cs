using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity.Settings;

namespace Kolaybase.Api.Auth.Admin.Config;

/// <summary>Lifetimes of one-time codes in seconds, each 60 to 2592000 (30 days); what is left out has its default.</summary>
internal sealed record CodeSeconds
{
    private const int Least = 60;
    private const int Most = 30 * 24 * 3600;
    private static readonly CodeLifetimes s_default = new();

    /// <summary>Proof of an address at sign-up.</summary>
    public int VerifyEmail { get; init; } = Seconds(s_default.VerifyEmail);

    /// <summary>A new password.</summary>
    public int ResetPassword { get; init; } = Seconds(s_default.ResetPassword);

    /// <summary>Sign-in by mail.</summary>
    public int MagicLink { get; init; } = Seconds(s_default.MagicLink);

    /// <summary>Another address.</summary>
    public int ChangeEmail { get; init; } = Seconds(s_default.ChangeEmail);

    /// <summary>Proof that it is still the same person.</summary>
    public int Reauthenticate { get; init; } = Seconds(s_default.Reauthenticate);

    /// <summary>Invitation.</summary>
    public int Invite { get; init; } = Seconds(s_default.Invite);

    public static CodeSeconds From(CodeLifetimes lifetimes) => new()
    {
        VerifyEmail = Seconds(lifetimes.VerifyEmail),
        ResetPassword = Seconds(lifetimes.ResetPassword),
        MagicLink = Seconds(lifetimes.MagicLink),
        ChangeEmail = Seconds(lifetimes.ChangeEmail),
        Reauthenticate = Seconds(lifetimes.Reauthenticate),
        Invite = Seconds(lifetimes.Invite),
    };

    public CodeLifetimes ToLifetimes() => new()
    {
        VerifyEmail = TimeSpan.FromSeconds(VerifyEmail),
        ResetPassword = TimeSpan.FromSeconds(ResetPassword),
        MagicLink = TimeSpan.FromSeconds(MagicLink),
        ChangeEmail = TimeSpan.FromSeconds(ChangeEmail),
        Reauthenticate = TimeSpan.FromSeconds(Reauthenticate),
        Invite = TimeSpan.FromSeconds(Invite),
    };

    public void Check(Faults faults)
    {
        foreach (var (name, value) in new[]
                 {
                     ("verifyEmail", VerifyEmail), ("resetPassword", ResetPassword), ("magicLink", MagicLink),
                     ("changeEmail", ChangeEmail), ("reauthenticate", Reauthenticate), ("invite", Invite),
                 })
        {
            faults.Check(value is >= Least and <= Most, $"codeLifetimes.{name}", $"must be from {Least} to {Most} seconds");
        }
    }

    private static int Seconds(TimeSpan lifetime) => (int)lifetime.TotalSeconds;
}
