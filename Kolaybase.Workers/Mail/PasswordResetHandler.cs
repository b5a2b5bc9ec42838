using System.Globalization;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Workers.Jobs;

namespace Kolaybase.Workers.Mail;

/// <summary>
/// Answers a request for a new password: a code and its mail, in one transaction, if the address has an account; else
/// nothing. Repeated after a crash it makes a second code, which replaces the first.
/// </summary>
internal sealed class PasswordResetHandler(RegistryContext db, IIdentityStore store, OneTimeCodes codes, MailOutbox mails) : IJobHandler<RequestPasswordReset>
{
    public async Task RunAsync(RequestPasswordReset job, JobAttempt attempt, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(job.Email, out var email)
            || await store.FindByEmailAsync(Realms.Platform, email, cancellationToken) is not { } user)
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var code = await codes.IssueAsync(Realms.Platform, OneTimeCodePurposes.ResetPassword, email, user.Id, OneTimeCodePurposes.ResetPasswordLifetime, cancellationToken);
        var fields = new Dictionary<string, string>
        {
            ["code"] = code,
            ["minutes"] = OneTimeCodePurposes.ResetPasswordLifetime.TotalMinutes.ToString(CultureInfo.InvariantCulture),
        };
        await mails.EnqueueAsync(db, MailTemplates.ResetPassword, email, fields, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
