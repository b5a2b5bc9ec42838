using System.Text.Json;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.ControlPlane.Mail;

/// <summary>Queues mails in the caller's transaction: a mail goes out exactly when the rows that it speaks of were committed.</summary>
public sealed class MailOutbox(JobQueue jobs, SecretBox box)
{
    /// <summary>Queues one mail.</summary>
    /// <param name="db">Its current transaction carries the mail.</param>
    /// <param name="template">A name in <see cref="MailTemplates"/>.</param>
    /// <param name="to">The only recipient.</param>
    /// <param name="fields">What the template needs; sealed, since codes are among it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">No transaction is open on the context.</exception>
    public Task EnqueueAsync(RegistryContext db, string template, EmailAddress to, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var sealedFields = box.Seal(JsonSerializer.Serialize(fields), SecretPurposes.MailBody, id.ToString());
        return jobs.EnqueueAsync(db, new SendMail(id, to.Typed, template, sealedFields), cancellationToken);
    }
}
