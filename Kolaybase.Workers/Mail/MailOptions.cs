using Kolaybase.ControlPlane;
using Microsoft.Extensions.Configuration;
using MimeKit;

namespace Kolaybase.Workers.Mail;

/// <summary>Settings of mail, section <c>Kolaybase:Mail</c>.</summary>
public sealed record MailOptions
{
    /// <summary>Folder that mails are written to, one <c>.eml</c> file each (<c>Folder</c>). Made when missing. Required.</summary>
    public required string Folder { get; init; }

    /// <summary>Who mails are from (<c>From</c>, RFC 5322 form); empty means <c>Kolaybase &lt;no-reply@localhost&gt;</c>.</summary>
    public required MailboxAddress From { get; init; }

    /// <summary>Reads the section.</summary>
    /// <exception cref="ConfigurationFaultsException">Something is missing or malformed.</exception>
    public static MailOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Kolaybase:Mail");
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(section["Folder"]))
        {
            faults.Add("Kolaybase:Mail:Folder is not set: mails have to go somewhere.");
        }

        var from = string.IsNullOrWhiteSpace(section["From"]) ? "Kolaybase <no-reply@localhost>" : section["From"]!;
        if (!MailboxAddress.TryParse(from, out var sender))
        {
            faults.Add("Kolaybase:Mail:From must be a mail address, with or without a name before it: \"Name <name@example.com>\".");
        }

        return faults.Count == 0
            ? new MailOptions { Folder = section["Folder"]!, From = sender! }
            : throw new ConfigurationFaultsException(faults);
    }
}
