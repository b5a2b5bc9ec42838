using Kolaybase.ControlPlane.Identity.Settings;

namespace Kolaybase.Api.Auth.Admin.Config;

/// <summary>A project's settings of sign-up and sign-in; no secret in it. <c>PUT</c> takes it back as it is.</summary>
/// <param name="SignUpAllowed">Whether strangers may make accounts.</param>
/// <param name="VerificationRequired">Whether an address has to be proven before its account signs in.</param>
/// <param name="MinimumPassword">Fewest characters of a password.</param>
/// <param name="CodeDigits">Fewest digits of a code.</param>
/// <param name="CodeLifetimes">How long codes last.</param>
/// <param name="RedirectUrls">Where sign-in with a provider may end.</param>
/// <param name="Smtp">The project's own mail server; null means the platform's.</param>
/// <param name="Templates">The project's own mails by name; what is missing is ours.</param>
/// <param name="Providers">Providers that users may sign in with.</param>
internal sealed record AuthConfigAnswer(
    bool SignUpAllowed,
    bool VerificationRequired,
    int MinimumPassword,
    int CodeDigits,
    CodeSeconds CodeLifetimes,
    IReadOnlyList<string> RedirectUrls,
    SmtpAnswer? Smtp,
    IReadOnlyDictionary<string, MailText> Templates,
    ProvidersAnswer Providers)
{
    public static AuthConfigAnswer From(AuthSettings settings) => new(
        settings.SignUpAllowed,
        settings.VerificationRequired,
        settings.MinimumPassword,
        settings.CodeDigits,
        CodeSeconds.From(settings.CodeLifetimes),
        settings.RedirectUrls,
        settings.Smtp is { } smtp ? new SmtpAnswer(smtp.Host, smtp.Port, smtp.Security, smtp.User, smtp.PasswordSealed is not null, smtp.From) : null,
        settings.Templates,
        new ProvidersAnswer(Provider(settings, "google"), Provider(settings, "github")));

    private static ProviderAnswer? Provider(AuthSettings settings, string name) =>
        settings.Providers.TryGetValue(name, out var provider) ? new ProviderAnswer(provider.Enabled, provider.ClientId, true) : null;
}

/// <summary>A mail server of a project.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">Port.</param>
/// <param name="Security">How the connection is protected.</param>
/// <param name="User">Login; null signs in to nothing.</param>
/// <param name="HasPassword">Whether a password is stored.</param>
/// <param name="From">Sender.</param>
internal sealed record SmtpAnswer(string Host, int Port, SmtpSecurity Security, string? User, bool HasPassword, string From);

/// <summary>Providers; null where one is not set up.</summary>
/// <param name="Google">Google.</param>
/// <param name="Github">GitHub.</param>
internal sealed record ProvidersAnswer(ProviderAnswer? Google, ProviderAnswer? Github);

/// <summary>A provider that users may sign in with.</summary>
/// <param name="Enabled">Whether it may be used.</param>
/// <param name="ClientId">The project's client there.</param>
/// <param name="HasClientSecret">Whether a secret is stored.</param>
internal sealed record ProviderAnswer(bool Enabled, string ClientId, bool HasClientSecret);
