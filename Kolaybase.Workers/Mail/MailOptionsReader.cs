using System.Globalization;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.Workers.Mail.Smtp;
using Microsoft.Extensions.Configuration;
using MimeKit;

namespace Kolaybase.Workers.Mail;

/// <summary>Reads <see cref="MailOptions"/>; every fault in one message.</summary>
internal static class MailOptionsReader
{
    private const string Section = "Kolaybase:Mail";
    private const int SubmissionPort = 587;

    /// <exception cref="ConfigurationFaultsException">Something is missing or malformed.</exception>
    public static MailOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var faults = new List<string>();
        var smtp = ReadServer(section.GetSection("Smtp"), faults);
        if (smtp is null && string.IsNullOrWhiteSpace(section["Folder"]))
        {
            faults.Add($"{Section}:Folder is not set, and {Section}:Smtp:Host is not either: mails have to go somewhere.");
        }

        var from = string.IsNullOrWhiteSpace(section["From"]) ? "Kolaybase <no-reply@localhost>" : section["From"]!;
        if (!MailboxAddress.TryParse(from, out var sender))
        {
            faults.Add($"{Section}:From must be a mail address, with or without a name before it: \"Name <name@example.com>\".");
        }

        return faults.Count == 0
            ? new MailOptions { Folder = section["Folder"] ?? "", From = sender!, Smtp = smtp }
            : throw new ConfigurationFaultsException(faults);
    }

    private static MailServer? ReadServer(IConfigurationSection section, List<string> faults)
    {
        if (section["Host"] is not { Length: > 0 } host)
        {
            return null;
        }

        var port = SubmissionPort;
        if (section["Port"] is { Length: > 0 } number && (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
        {
            faults.Add($"{section.Path}:Port must be a whole number from 1 to 65535.");
        }

        var security = SmtpSecurity.StartTls;
        if (section["Security"] is { Length: > 0 } word && (char.IsAsciiDigit(word[0]) || !Enum.TryParse(word, ignoreCase: true, out security)))
        {
            faults.Add($"{section.Path}:Security must be StartTls, Tls or None.");
        }

        return new MailServer(host, port, security, section["User"] is { Length: > 0 } user ? user : null, section["Password"], MayBePrivate: true);
    }
}
