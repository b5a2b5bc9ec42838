using System.Text.Json;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Mail;

/// <summary>Queues mails in the caller's transaction: a mail goes out exactly when the rows that it speaks of were committed.</summary>
public sealed class MailOutbox(JobQueue jobs, SecretBox box, ControlPlaneOptions options)
{
    /// <summary>Queues one mail of the platform.</summary>
    /// <param name="db">Its current transaction carries the mail.</param>
    /// <param name="template">A name in <see cref="MailTemplates"/>.</param>
    /// <param name="to">The only recipient.</param>
    /// <param name="fields">What the template needs; sealed, since codes are among it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">No transaction is open on the context.</exception>
    public Task EnqueueAsync(RegistryContext db, string template, EmailAddress to, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken) =>
        EnqueueAsync(db, template, to, fields, null, cancellationToken);

    /// <summary>Queues one mail to an end user of a project. Nothing is queued when the project has gone meanwhile.</summary>
    /// <param name="db">Its current transaction carries the mail.</param>
    /// <param name="projectId">The project.</param>
    /// <param name="template">A name in <see cref="UserMails"/>.</param>
    /// <param name="to">The only recipient.</param>
    /// <param name="code">The one-time code.</param>
    /// <param name="lifetime">How long the code lasts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="redirectTo">Where the link's page goes on to with a session's tokens; null when nowhere.</param>
    /// <exception cref="InvalidOperationException">No transaction is open on the context, or there is no such mail with a code.</exception>
    public async Task EnqueueUserMailAsync(
        RegistryContext db, Guid projectId, string template, EmailAddress to, string code, TimeSpan lifetime, CancellationToken cancellationToken, string? redirectTo = null)
    {
        MustBe(template, withCode: true);

        var project = await db.Projects.AsNoTracking().Where(p => p.Id == projectId)
            .Select(p => new { p.Name, Key = p.Keys.FirstOrDefault(k => k.Kind == ProjectKeyKind.Anon && k.RevokedAt == null) })
            .SingleOrDefaultAsync(cancellationToken);
        if (project is not { Key: { } key })
        {
            return;
        }

        var anonKey = box.Open(key.Sealed, SecretPurposes.ProjectKey, key.Id.ToString());
        var fields = UserMailFields.Make(template, options.PublicUrl, project.Name, anonKey, to, code, lifetime, redirectTo);
        await EnqueueAsync(db, template, to, fields, projectId, cancellationToken);
    }

    /// <summary>Queues one mail to an end user that only tells something. Nothing is queued when the project has gone meanwhile.</summary>
    /// <param name="db">Its current transaction carries the mail.</param>
    /// <param name="projectId">The project.</param>
    /// <param name="template">A name in <see cref="UserMails"/> without a code.</param>
    /// <param name="to">The only recipient.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">No transaction is open on the context, or there is no such mail without a code.</exception>
    public async Task EnqueueUserNoticeAsync(RegistryContext db, Guid projectId, string template, EmailAddress to, CancellationToken cancellationToken)
    {
        MustBe(template, withCode: false);
        if (await db.Projects.AsNoTracking().Where(p => p.Id == projectId).Select(p => p.Name).SingleOrDefaultAsync(cancellationToken) is { } name)
        {
            await EnqueueAsync(db, template, to, UserMailFields.MakeNotice(name, to), projectId, cancellationToken);
        }
    }

    private static void MustBe(string template, bool withCode)
    {
        if (!UserMails.All.Contains(template) || UserMailFields.Of(template).Contains(UserMailFields.Code) != withCode)
        {
            throw new InvalidOperationException($"There is no mail \"{template}\" to end users {(withCode ? "with" : "without")} a code.");
        }
    }

    private Task EnqueueAsync(
        RegistryContext db, string template, EmailAddress to, IReadOnlyDictionary<string, string> fields, Guid? projectId, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var sealedFields = box.Seal(JsonSerializer.Serialize(fields), SecretPurposes.MailBody, id.ToString());
        return jobs.EnqueueAsync(db, new SendMail(id, to.Typed, template, sealedFields, projectId), cancellationToken);
    }
}
