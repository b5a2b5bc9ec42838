using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Workers.Mail.Smtp;
using MimeKit;

namespace Kolaybase.Workers.Mail;

/// <summary>Sends a message the way that it has to go: by the project's server, by the platform's, or else into the folder.</summary>
internal sealed class MailDelivery(MailOptions options, SmtpPolicy policy, SmtpDelivery smtp, OwnServerTurns turns, MailFolder folder, SecretBox box, MailTelemetry telemetry)
{
    // Shorter than the platform's server, which is the operator's, has it.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Sends it.</summary>
    /// <param name="id">The mail.</param>
    /// <param name="message">Its message.</param>
    /// <param name="projectId">The project that it is of; null for the platform's.</param>
    /// <param name="own">The project's own server; null means the platform's.</param>
    /// <param name="cancellationToken">The worker stops.</param>
    /// <exception cref="MailRefusedException">Not as it is.</exception>
    /// <exception cref="MailDeferredException">Not this time.</exception>
    /// <exception cref="Jobs.JobPostponedException">The project's server is busy.</exception>
    public Task SendAsync(Guid id, MimeMessage message, Guid? projectId, SmtpSettings? own, CancellationToken cancellationToken)
    {
        if (own is not null)
        {
            var server = ServerOf(own, projectId!.Value);
            return turns.RunAsync(projectId.Value, () => telemetry.RunAsync(MailTelemetry.Project, id, () => smtp.SendAsync(server, message, cancellationToken)));
        }

        return options.Smtp is { } platform
            ? telemetry.RunAsync(MailTelemetry.Platform, id, () => smtp.SendAsync(platform, message, cancellationToken))
            : telemetry.RunAsync(MailTelemetry.Folder, id, () => folder.WriteAsync(id, message, cancellationToken));
    }

    // The policy may have become stricter since the settings were saved.
    private MailServer ServerOf(SmtpSettings own, Guid projectId) => !policy.AllowsPort(own.Port)
        ? throw new MailRefusedException($"The mail server's port {policy.PortFault}.")
        : new MailServer(
            own.Host,
            own.Port,
            own.Security,
            own.User,
            own.PasswordSealed is { } password ? box.Open(password, SecretPurposes.SmtpPassword, projectId.ToString()) : null,
            MayBePrivate: policy.AllowPrivate) { Patience = s_patience };
}
