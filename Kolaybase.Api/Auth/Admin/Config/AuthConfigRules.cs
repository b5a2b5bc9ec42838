using System.Text;
using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Json;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Mail;

namespace Kolaybase.Api.Auth.Admin.Config;

/// <summary>What settings may be.</summary>
internal static class AuthConfigRules
{
    private const int MaxText = 254;
    private const int MaxSecret = 500;
    private const int MaxSubject = 200;
    private const int MaxHtmlBytes = 64 * 1024;

    /// <summary>Notes every fault of a body.</summary>
    public static Faults CheckConfig(this Faults faults, AuthConfigRequest request, AuthSettings stored, SmtpPolicy policy)
    {
        faults
            .Check(request.MinimumPassword is >= 8 and <= 64, "minimumPassword", "must be from 8 to 64")
            .Check(request.CodeDigits is >= 6 and <= 10, "codeDigits", "must be from 6 to 10")
            .Check(request.RedirectUrls.Length <= RedirectUrls.MaxEntries, "redirectUrls", $"must have at most {RedirectUrls.MaxEntries} entries");
        request.CodeLifetimes.Check(faults);
        // Lists from JSON may hold nulls whatever their type says.
        for (var i = 0; i < Math.Min(request.RedirectUrls.Length, RedirectUrls.MaxEntries); i++)
        {
            faults.Check(request.RedirectUrls[i] is { } entry && RedirectUrls.IsEntry(entry), $"redirectUrls[{i}]", RedirectUrls.EntryFault);
        }

        if (request.Smtp is { } smtp)
        {
            CheckSmtp(faults, smtp, stored.Smtp, policy);
        }

        foreach (var (name, text) in request.Templates)
        {
            CheckTemplate(faults, name, text);
        }

        faults.Check(
            request.Templates.Count == 0 || request.Smtp is not null || policy.AllowTemplatesWithoutSmtp,
            "templates",
            "need a mail server of the project's own (smtp): by the platform's server go the platform's words only");
        CheckProvider(faults, "google", request.Providers.Google, stored);
        CheckProvider(faults, "github", request.Providers.Github, stored);
        return faults;
    }

    /// <summary>Whether a stored password may be used on: with another server or user, or without protection, it would be told to somebody it was not given for.</summary>
    public static bool KeepsPassword(SmtpRequest request, SmtpSettings? stored) => stored is not null
        && string.Equals(request.Host, stored.Host, StringComparison.OrdinalIgnoreCase) && request.Port == stored.Port
        && request.Security == stored.Security && string.Equals(request.User, stored.User, StringComparison.Ordinal);

    private static void CheckSmtp(Faults faults, SmtpRequest smtp, SmtpSettings? stored, SmtpPolicy policy) => faults
        .Check(smtp.Host.Length is > 0 and <= 253 && smtp.Host.All(char.IsAscii) && Uri.CheckHostName(smtp.Host) != UriHostNameType.Unknown, "smtp.host", "must be a host name or an address")
        .Check(policy.AllowsPort(smtp.Port), "smtp.port", policy.PortFault)
        .Check(smtp.User is null || IsLine(smtp.User, MaxText), "smtp.user", $"must have 1 to {MaxText} characters on one line")
        .Check(smtp.Password is null || IsLine(smtp.Password, MaxSecret), "smtp.password", $"must have 1 to {MaxSecret} characters on one line")
        .Check(smtp.Password is null || smtp.User is not null, "smtp.user", "is required where there is a password")
        .Check(
            smtp.PasswordGiven || stored?.PasswordSealed is null || KeepsPassword(smtp, stored),
            "smtp.password",
            "must be given again, or as null, where host, port, security or user changes")
        .Check(SenderAddress.TryParse(smtp.From, out _), "smtp.from", SenderAddress.Fault);

    private static void CheckTemplate(Faults faults, string name, MailText? text)
    {
        if (!UserMails.All.Contains(name))
        {
            faults.Check(false, $"templates.{JsonWords.Shorten(name)}", $"is no mail; there are {string.Join(", ", UserMails.All)}");
            return;
        }

        // A dictionary from JSON may hold nulls whatever its type says.
        if (text is not { Subject: not null, Html: not null })
        {
            faults.Check(false, $"templates.{name}", "must be an object with subject and html; leave it out for our own mail");
            return;
        }

        var known = UserMailFields.Of(name);
        var (subjectFault, htmlFault) = (MailVariables.Fault(text.Subject, known), MailVariables.Fault(text.Html, known));
        faults
            .Check(IsLine(text.Subject, MaxSubject) && !string.IsNullOrWhiteSpace(text.Subject), $"templates.{name}.subject", $"must have 1 to {MaxSubject} characters on one line")
            .Check(subjectFault is null, $"templates.{name}.subject", subjectFault ?? "")
            .Check(!string.IsNullOrWhiteSpace(text.Html) && Encoding.UTF8.GetByteCount(text.Html) <= MaxHtmlBytes, $"templates.{name}.html", "must have 1 byte to 64 KiB")
            .Check(htmlFault is null, $"templates.{name}.html", htmlFault ?? "");
    }

    private static void CheckProvider(Faults faults, string name, ProviderRequest? provider, AuthSettings stored)
    {
        if (provider is not null)
        {
            faults
                .Check(IsLine(provider.ClientId, MaxText), $"providers.{name}.clientId", $"must have 1 to {MaxText} characters on one line")
                .Check(provider.ClientSecret is null || IsLine(provider.ClientSecret, MaxSecret), $"providers.{name}.clientSecret", $"must have 1 to {MaxSecret} characters on one line")
                .Check(provider.ClientSecret is not null || stored.Providers.ContainsKey(name), $"providers.{name}.clientSecret", "is required: none is stored yet");
        }
    }

    private static bool IsLine(string text, int most) => text.Length > 0 && text.Length <= most && !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029');
}
