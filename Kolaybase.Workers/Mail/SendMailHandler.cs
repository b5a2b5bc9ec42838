using System.Text.Json;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Workers.Jobs;
using Kolaybase.Workers.Mail.Smtp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Workers.Mail;

/// <summary>
/// Renders and sends one queued mail. A worker that dies between the server's acceptance and the commit of the job sends it a
/// second time under the same Message-ID, by which mailboxes know it as one; there is no way to do both at once.
/// </summary>
internal sealed partial class SendMailHandler(
    RegistryContext db, AuthSettingsStore settings, SecretBox box, MailRenderer renderer, MailDelivery delivery, FailedMails failed, Failpoints failpoints, ILogger<SendMailHandler> logger)
    : IJobHandler<SendMail>
{
    /// <summary>Failpoint after the mail server has taken the mail, before the job is done.</summary>
    public const string HandedOver = "mail:handed-over";

    public async Task RunAsync(SendMail job, JobAttempt attempt, CancellationToken cancellationToken)
    {
        var fields = JsonSerializer.Deserialize<Dictionary<string, string>>(box.Open(job.FieldsSealed, SecretPurposes.MailBody, job.Id.ToString()))!;
        if (job.ProjectId is not { } projectId)
        {
            await delivery.SendAsync(job.Id, renderer.Render(job, fields), null, null, cancellationToken);
        }
        else if (await db.Projects.AnyAsync(p => p.Id == projectId && p.Status != ProjectStatus.Deleting, cancellationToken))
        {
            var own = await settings.ReadAsync(projectId, cancellationToken);
            await delivery.SendAsync(job.Id, renderer.RenderForUser(job, fields, own), projectId, own.Smtp, cancellationToken);
        }
        else
        {
            // Its codes are as dead as its link.
            Dropped(logger, job.Id, job.Template);
            return;
        }

        failpoints.Hit(HandedOver);
        Sent(logger, job.Id, job.Template);
    }

    // What a mail server has refused is its owner's affair, who reads of it in his list; a tenant's wrong password must not fill the queue's table with dead letters.
    public async Task<GivenUp> GiveUpAsync(SendMail job, Exception cause, CancellationToken cancellationToken)
    {
        if (job.ProjectId is not { } projectId)
        {
            return GivenUp.DeadLetter;
        }

        var refused = cause is MailDeferredException or MailRefusedException;
        await failed.NoteAsync(job.Id, projectId, job.To, job.Template, refused ? cause.Message : "The mail could not be made; the operator's log says why.", cancellationToken);
        if (!refused)
        {
            return GivenUp.DeadLetter;
        }

        Refused(logger, cause, job.Id, job.Template);
        return GivenUp.Dropped;
    }

    [LoggerMessage(1, LogLevel.Information, "Mail {Id} ({Template}) was sent.")]
    private static partial void Sent(ILogger logger, Guid id, string template);

    [LoggerMessage(2, LogLevel.Information, "Mail {Id} ({Template}) was dropped: its project is gone.")]
    private static partial void Dropped(ILogger logger, Guid id, string template);

    [LoggerMessage(3, LogLevel.Warning, "Mail {Id} ({Template}) was refused and is dropped; its project's list of failed mails says why.")]
    private static partial void Refused(ILogger logger, Exception exception, Guid id, string template);
}
