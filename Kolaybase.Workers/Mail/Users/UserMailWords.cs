using Kolaybase.ControlPlane.Mail;

namespace Kolaybase.Workers.Mail.Users;

/// <summary>What our own mails to end users say; HTML with variables.</summary>
/// <param name="Subject">Subject; never the code, since subjects show on locked screens.</param>
/// <param name="Heading">First line of the page.</param>
/// <param name="Intro">Why the mail comes and what to do.</param>
/// <param name="Button">Words on the link; null where there is none.</param>
/// <param name="Outro">What to do if it was somebody else.</param>
internal sealed record UserMailWords(string Subject, string Heading, string Intro, string? Button, string Outro)
{
    /// <summary>By the names of <see cref="UserMails"/>.</summary>
    public static IReadOnlyDictionary<string, UserMailWords> All { get; } = new Dictionary<string, UserMailWords>
    {
        [UserMails.VerifyEmail] = new(
            "Confirm your address for {{project}}",
            "Confirm your address",
            "An account of {{project}} was made with {{email}}. Confirm that the address is yours:",
            "Confirm the address",
            "If it was not you, do nothing: the address stays unconfirmed."),
        [UserMails.ResetPassword] = new(
            "Set a new password for {{project}}",
            "Set a new password",
            "Somebody, most likely you, asked for a new password for the account {{email}} of {{project}}.",
            "Set a new password",
            "If it was not you, do nothing: the password stays as it is."),
        [UserMails.MagicLink] = new(
            "Sign in to {{project}}",
            "Sign in to {{project}}",
            "Somebody, most likely you, wants to sign in to {{project}} as {{email}}.",
            "Sign in",
            "If it was not you, do nothing, and give the code to nobody: who has it is signed in as you."),
        [UserMails.ChangeEmail] = new(
            "Confirm your new address for {{project}}",
            "Confirm your new address",
            "{{email}} is to be the address of an account of {{project}}. Confirm that it is yours:",
            "Use this address",
            "If it was not you, do nothing: nothing changes."),
        [UserMails.Reauthenticate] = new(
            "Your code for {{project}}",
            "It is still you?",
            "{{project}} asks for a code before something important is changed in the account {{email}}.",
            null,
            "If you are not changing anything, give the code to nobody and set a new password."),
        [UserMails.Invite] = new(
            "You are invited to {{project}}",
            "You are invited to {{project}}",
            "Somebody at {{project}} invites you to make an account with the address {{email}}.",
            "Accept the invitation",
            "If you don't know {{project}}, do nothing."),
        [UserMails.EmailChanged] = new(
            "Your account of {{project}} has another address now",
            "Your address was changed",
            "Your account of {{project}} had the address {{email}} until now. It has another one, and its mails go there.",
            null,
            "If it was not you, somebody else may be in your account: write to those who run {{project}}. They can give the address back."),
    };
}
