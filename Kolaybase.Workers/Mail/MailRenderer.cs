using System.Text.Encodings.Web;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.Workers.Mail.Users;
using MimeKit;

namespace Kolaybase.Workers.Mail;

/// <summary>Makes the message of a queued mail. Rendered again it is the same message: its id and date come from the job.</summary>
internal sealed class MailRenderer(MailOptions options, ControlPlaneOptions controlPlane, SmtpPolicy policy)
{
    /// <summary>A mail of the platform.</summary>
    /// <param name="mail">The job.</param>
    /// <param name="fields">Its opened fields.</param>
    public MimeMessage Render(SendMail mail, IReadOnlyDictionary<string, string> fields)
    {
        var (subject, text, html) = MailTemplate.Get(mail.Template).Render(new Dictionary<string, string>(fields) { ["publicUrl"] = controlPlane.PublicUrl.ToString().TrimEnd('/') });
        return Make(mail, options.From, subject, text, html);
    }

    /// <summary>A mail to an end user of a project.</summary>
    /// <param name="mail">The job.</param>
    /// <param name="fields">Its opened fields.</param>
    /// <param name="settings">The project's; its own words go before ours, where it sends by a server of its own or the operator lets it send them by his.</param>
    public MimeMessage RenderForUser(SendMail mail, IReadOnlyDictionary<string, string> fields, AuthSettings settings)
    {
        // Asked again here: the settings may be older than the rule.
        var own = settings.Smtp is not null || policy.AllowTemplatesWithoutSmtp ? settings.Templates.GetValueOrDefault(mail.Template) : null;
        var words = own ?? UserMailDefaults.Of(mail.Template);
        var subject = MailVariables.Fill(words.Subject, fields, MailVariables.OneLine);
        var html = MailVariables.Fill(words.Html, fields, value => HtmlEncoder.Default.Encode(MailVariables.OneLine(value)));
        var from = settings.Smtp is { } smtp && SenderAddress.TryParse(smtp.From, out var sender)
            ? new MailboxAddress(sender.Name, sender.Address.Typed)
            : options.From;
        return Make(mail, from, subject, HtmlText.Of(html), html);
    }

    /// <summary>When a mail was queued: the first 48 bits of its version 7 identifier are milliseconds since 1970 (RFC 9562, 5.7).</summary>
    public static DateTimeOffset TimeOf(Guid id) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(id.ToString("N")[..12], 16));

    private static MimeMessage Make(SendMail mail, MailboxAddress from, string subject, string text, string html)
    {
        var message = new MimeMessage
        {
            Subject = subject,
            Date = TimeOf(mail.Id),
            MessageId = $"{mail.Id:N}@{from.Domain}",
            Body = new BodyBuilder { TextBody = text, HtmlBody = html }.ToMessageBody(),
        };
        message.From.Add(from);
        // Built from the bare address, not parsed from text: no spelling of it can name a second recipient.
        message.To.Add(new MailboxAddress(null, mail.To));
        // RFC 3834, 5: keeps out-of-office replies from coming back.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }
}
