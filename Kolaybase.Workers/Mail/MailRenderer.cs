using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Jobs;
using MimeKit;

namespace Kolaybase.Workers.Mail;

/// <summary>Makes the message of a queued mail. Rendered again it is the same message: its id and date come from the job.</summary>
internal sealed class MailRenderer(MailOptions options, ControlPlaneOptions controlPlane)
{
    /// <summary>The message.</summary>
    /// <param name="mail">The job.</param>
    /// <param name="fields">Its opened fields.</param>
    public MimeMessage Render(SendMail mail, IReadOnlyDictionary<string, string> fields)
    {
        var (subject, text, html) = MailTemplate.Get(mail.Template).Render(new Dictionary<string, string>(fields) { ["publicUrl"] = controlPlane.PublicUrl.ToString().TrimEnd('/') });
        var message = new MimeMessage
        {
            Subject = subject,
            Date = TimeOf(mail.Id),
            MessageId = $"{mail.Id:N}@{options.From.Domain}",
            Body = new BodyBuilder { TextBody = text, HtmlBody = html }.ToMessageBody(),
        };
        message.From.Add(options.From);
        // Built from the bare address, not parsed from text: no spelling of it can name a second recipient.
        message.To.Add(new MailboxAddress(null, mail.To));
        // RFC 3834, 5: keeps out-of-office replies from coming back.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    /// <summary>When a mail was queued: the first 48 bits of its version 7 identifier are milliseconds since 1970 (RFC 9562, 5.7).</summary>
    public static DateTimeOffset TimeOf(Guid id) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(id.ToString("N")[..12], 16));
}
