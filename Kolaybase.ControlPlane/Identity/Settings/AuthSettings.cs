using System.Text.Json.Serialization;

namespace Kolaybase.ControlPlane.Identity.Settings;

/// <summary>How a project's end users sign up and in; one immutable document for each project. Defaults are the contract's (section 5).</summary>
public sealed record AuthSettings
{
    /// <summary>What a project has that was never told otherwise.</summary>
    public static AuthSettings Default { get; } = new();

    /// <summary>Whether strangers may make accounts; invites and the owner's own making work without.</summary>
    public bool SignUpAllowed { get; init; } = true;

    /// <summary>Whether an address has to be proven before its account signs in.</summary>
    public bool VerificationRequired { get; init; }

    /// <summary>Fewest characters of a password, 8 to 64.</summary>
    public int MinimumPassword { get; init; } = PasswordPolicy.MinLength;

    /// <summary>Fewest digits of a code, 6 to 10; codes grow longer by themselves with the number of live ones.</summary>
    public int CodeDigits { get; init; } = OneTimeCodes.MinDigits;

    /// <summary>How long codes last.</summary>
    public CodeLifetimes CodeLifetimes { get; init; } = new();

    /// <summary>Where sign-in with a provider may end: exact origins and paths, <c>*</c> only in the path; at most 100.</summary>
    public IReadOnlyList<string> RedirectUrls { get; init; } = [];

    /// <summary>The project's own mail server; null means the platform's.</summary>
    public SmtpSettings? Smtp { get; init; }

    /// <summary>The project's own mails, by the names of <see cref="Mail.UserMails"/>; what is missing is ours.</summary>
    public IReadOnlyDictionary<string, MailText> Templates { get; init; } = new Dictionary<string, MailText>();

    /// <summary>Providers that users may sign in with: <c>google</c>, <c>github</c>.</summary>
    public IReadOnlyDictionary<string, ProviderSettings> Providers { get; init; } = new Dictionary<string, ProviderSettings>();
}

/// <summary>Lifetimes of one-time codes, each 1 minute to 30 days.</summary>
public sealed record CodeLifetimes
{
    /// <summary>Proof of an address at sign-up.</summary>
    public TimeSpan VerifyEmail { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A new password.</summary>
    public TimeSpan ResetPassword { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Sign-in by mail.</summary>
    public TimeSpan MagicLink { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Another address.</summary>
    public TimeSpan ChangeEmail { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Proof that it is still the same person.</summary>
    public TimeSpan Reauthenticate { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Invitation.</summary>
    public TimeSpan Invite { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The lifetime of codes of a purpose, one of <see cref="OneTimeCodePurposes"/>.</summary>
    public TimeSpan Of(string purpose) => purpose switch
    {
        OneTimeCodePurposes.VerifyEmail => VerifyEmail,
        OneTimeCodePurposes.ResetPassword => ResetPassword,
        OneTimeCodePurposes.MagicLink => MagicLink,
        OneTimeCodePurposes.ChangeEmail => ChangeEmail,
        OneTimeCodePurposes.Reauthenticate => Reauthenticate,
        OneTimeCodePurposes.Invite => Invite,
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "There is no such purpose."),
    };
}

/// <summary>A mail server of a project.</summary>
public sealed record SmtpSettings
{
    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Port, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>How the connection is protected.</summary>
    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;

    /// <summary>Login; null signs in to nothing.</summary>
    public string? User { get; init; }

    /// <summary>Password of <see cref="User"/>, sealed with purpose <see cref="SecretPurposes.SmtpPassword"/> and owner = project id; null when there is none.</summary>
    public string? PasswordSealed { get; init; }

    /// <summary>Sender, see <see cref="Mail.SenderAddress"/>.</summary>
    public required string From { get; init; }

    /// <summary>Never prints the sealed password.</summary>
    public override string ToString() => $"{Host}:{Port}";
}

/// <summary>Protection of a mail connection.</summary>
public enum SmtpSecurity
{
    /// <summary>STARTTLS, required (RFC 3207).</summary>
    [JsonStringEnumMemberName("starttls")]
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls,

    /// <summary>None: for a server on the same machine or network.</summary>
    None,
}

/// <summary>A mail of a project's own; variables are <c>{{name}}</c>.</summary>
/// <param name="Subject">One line of at most 200 characters.</param>
/// <param name="Html">HTML of at most 64 KiB; the text part is made of it.</param>
public sealed record MailText(string Subject, string Html);

/// <summary>A provider that users may sign in with.</summary>
public sealed record ProviderSettings
{
    /// <summary>Whether it may be used.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Our client there.</summary>
    public required string ClientId { get; init; }

    /// <summary>Its secret, sealed with purpose <see cref="SecretPurposes.ProviderSecret"/> and owner = <c>project id + " " + provider</c>.</summary>
    public required string ClientSecretSealed { get; init; }

    /// <summary>Never prints the sealed secret.</summary>
    public override string ToString() => ClientId;
}
