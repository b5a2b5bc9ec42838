using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Settings;

namespace Kolaybase.Api.Auth.Admin.Config;

/// <summary>Settings that replace a project's; what is left out has its default.</summary>
internal sealed record AuthConfigRequest
{
    /// <summary>Whether strangers may make accounts; true when left out.</summary>
    public bool SignUpAllowed { get; init; } = true;

    /// <summary>Whether an address has to be proven before its account signs in; false when left out.</summary>
    public bool VerificationRequired { get; init; }

    /// <summary>Fewest characters of a password, 8 to 64; 8 when left out.</summary>
    public int MinimumPassword { get; init; } = PasswordPolicy.MinLength;

    /// <summary>Fewest digits of a code, 6 to 10; 6 when left out.</summary>
    public int CodeDigits { get; init; } = OneTimeCodes.MinDigits;

    /// <summary>How long codes last, in seconds.</summary>
    public CodeSeconds CodeLifetimes { get; init; } = new();

    /// <summary>Where sign-in with a provider may end: at most 100 exact origins and paths, with * in the path only.</summary>
    public string[] RedirectUrls { get; init; } = [];

    /// <summary>The project's own mail server; null or left out means the platform's.</summary>
    public SmtpRequest? Smtp { get; init; }

    /// <summary>The project's own mails by name (verify-email, reset-password, magic-link, change-email, reauthenticate, invite, email-changed); ours where one is left out.</summary>
    public Dictionary<string, MailText> Templates { get; init; } = [];

    /// <summary>Providers that users may sign in with.</summary>
    public ProvidersRequest Providers { get; init; } = new();
}

/// <summary>A mail server of a project.</summary>
internal sealed record SmtpRequest
{
    private readonly string? _password;

    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Port: 25, 465, 587 or 2525.</summary>
    public required int Port { get; init; }

    /// <summary>How the connection is protected; starttls when left out.</summary>
    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;

    /// <summary>Login; null or left out signs in to nothing.</summary>
    public string? User { get; init; }

    /// <summary>Its password, write only: left out, the stored one stays as long as host, port, security and user do; null removes it.</summary>
    public string? Password
    {
        get => _password;
        init => (_password, PasswordGiven) = (value, true);
    }

    /// <summary>Sender, with or without a name: Shop &lt;shop@example.com&gt;.</summary>
    public required string From { get; init; }

    /// <summary>What the answer says; ignored.</summary>
    public bool? HasPassword { get; init; }

    /// <summary>Whether the body has the field.</summary>
    internal bool PasswordGiven { get; private init; }

    /// <summary>Never prints the password.</summary>
    public override string ToString() => $"{Host}:{Port}";
}

/// <summary>Providers; null or left out is not set up, and forgets its secret.</summary>
internal sealed record ProvidersRequest
{
    /// <summary>Google.</summary>
    public ProviderRequest? Google { get; init; }

    /// <summary>GitHub.</summary>
    public ProviderRequest? Github { get; init; }
}

/// <summary>A provider that users may sign in with.</summary>
internal sealed record ProviderRequest
{
    /// <summary>Whether it may be used; true when left out.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The project's client there.</summary>
    public required string ClientId { get; init; }

    /// <summary>Its secret, write only: left out or null, the stored one stays.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What the answer says; ignored.</summary>
    public bool? HasClientSecret { get; init; }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => ClientId;
}
