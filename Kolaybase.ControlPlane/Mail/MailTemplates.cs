namespace Kolaybase.ControlPlane.Mail;

/// <summary>Names of the mails that are sent; what they say is the worker's.</summary>
public static class MailTemplates
{
    /// <summary>A platform user forgot his password. Fields: <c>code</c>, <c>minutes</c>.</summary>
    public const string ResetPassword = "reset-password";

    /// <summary>Somebody is invited to a team. Fields: <c>team</c>, <c>role</c>, <c>invitedBy</c>, <c>inviteId</c>, <c>days</c>.</summary>
    public const string TeamInvite = "team-invite";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [ResetPassword, TeamInvite];
}
