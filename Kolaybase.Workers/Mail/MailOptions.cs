using Kolaybase.Workers.Mail.Smtp;
using MimeKit;

namespace Kolaybase.Workers.Mail;

/// <summary>Settings of mail, section <c>Kolaybase:Mail</c>; read by <see cref="MailOptionsReader"/>.</summary>
internal sealed record MailOptions
{
    /// <summary>Folder that mails are written to, one <c>.eml</c> file each, where there is no mail server (<c>Folder</c>). Made when missing. Required without <see cref="Smtp"/>; empty otherwise.</summary>
    public required string Folder { get; init; }

    /// <summary>Who mails are from (<c>From</c>, RFC 5322 form); empty means <c>Kolaybase &lt;no-reply@localhost&gt;</c>.</summary>
    public required MailboxAddress From { get; init; }

    /// <summary>The platform's mail server (<c>Smtp:Host</c>, <c>Port</c>, <c>Security</c>, <c>User</c>, <c>Password</c>); null when there is none.</summary>
    public MailServer? Smtp { get; init; }
}
