namespace Kolaybase.Api.Auth;

/// <summary>What a page that a mail's link opens says and does: it has one button, which posts the code.</summary>
/// <param name="Call">The call that it posts to, as seen from the page.</param>
/// <param name="Title">Heading and title.</param>
/// <param name="Text">What pressing the button does.</param>
/// <param name="Button">What stands on it; null where the page has none and shows the code instead.</param>
/// <param name="Done">What it says afterwards.</param>
internal sealed record CodePage(string Call, string Title, string Text, string? Button, string Done)
{
    /// <summary>Field of the call that takes a password which is asked for; null asks for none.</summary>
    public string? PasswordField { get; init; }

    /// <summary>Whether that is the password that the account has already.</summary>
    public bool PasswordIsKnown { get; init; }

    /// <summary>Whether it shows the code as well, for those who can't use the button.</summary>
    public bool ShowsCode { get; init; }

    /// <summary>Whether the call works without a password.</summary>
    public bool PasswordOptional { get; init; }

    /// <summary>Whether the call answers a session, whose tokens go to <c>redirect_to</c>.</summary>
    public bool SignsIn { get; init; }

    /// <summary>The page where there is no <c>redirect_to</c>: a session that goes nowhere would only spend the code.</summary>
    public CodePage WithoutRedirect => this == MagicLink ? this with { Text = "Type this code into the app:", Button = null }
        : this == Invite ? this with { Text = "Choose a password to sign in to the app with.", PasswordOptional = false, Done = "You are in. Go to the app and sign in with your address and this password." }
        : this;

    public static CodePage VerifyEmail { get; } = new(
        "verify-email",
        "Confirm your address",
        "Confirm that this mail address is yours, with the password that you will sign in with: the one of your sign-up, or a new one. If you did not sign up, somebody else has named your address: then close this page.",
        "Confirm address",
        "Your address is confirmed. You can go back to the app and sign in.")
    {
        // Never that of the sign-up unasked: a stranger may have signed up.
        PasswordField = "password",
    };

    public static CodePage ResetPassword { get; } = new(
        "reset-password", "Set a new password", "Choose a new password. You will be signed out everywhere.", "Set password", "Your password is changed. You can go back to the app and sign in.")
    {
        PasswordField = "newPassword",
    };

    public static CodePage MagicLink { get; } = new(
        "magic-link/verify", "Sign in", "Press the button to sign in.", "Sign in", "You are signed in. One moment…")
    {
        SignsIn = true,
    };

    public static CodePage ChangeEmail { get; } = new(
        "change-email/verify",
        "Confirm your new address",
        "Enter the password of your account to use this mail address from now on. If you have none, type this code into the app:",
        "Confirm address",
        "Your address is changed. You can go back to the app.")
    {
        // Or a stranger could have his account given somebody else's address, to share it with him.
        PasswordField = "password",
        PasswordIsKnown = true,
        ShowsCode = true,
    };

    public static CodePage Invite { get; } = new(
        "invite/verify", "Accept the invitation", "Press the button to accept. You may choose a password to sign in with later.", "Accept", "You are in. One moment…")
    {
        PasswordField = "password",
        PasswordOptional = true,
        SignsIn = true,
    };
}
