using System.Text.Json;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Workers.Jobs;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Workers.Mail;

/// <summary>Renders and delivers one queued mail.</summary>
internal sealed partial class SendMailHandler(SecretBox box, MailRenderer renderer, MailFolder folder, ILogger<SendMailHandler> logger) : IJobHandler<SendMail>
{
    public async Task RunAsync(SendMail job, JobAttempt attempt, CancellationToken cancellationToken)
    {
        var fields = JsonSerializer.Deserialize<Dictionary<string, string>>(box.Open(job.FieldsSealed, SecretPurposes.MailBody, job.Id.ToString()))!;
        await folder.WriteAsync(job.Id, renderer.Render(job, fields), cancellationToken);
        Written(logger, job.Id, job.Template);
    }

    [LoggerMessage(1, LogLevel.Information, "Mail {Id} ({Template}) was written.")]
    private static partial void Written(ILogger logger, Guid id, string template);
}
