using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Workers.Auth;

/// <summary>Makes one-time codes of end users and mails them. Repeated after a crash it makes a second code, which replaces the first.</summary>
internal sealed class UserCodes(RegistryContext db, OneTimeCodes codes, MailOutbox mails)
{
    /// <summary>Makes a code and queues its mail, in one transaction.</summary>
    /// <param name="project">The project.</param>
    /// <param name="purpose">One of <see cref="OneTimeCodePurposes"/>; the mails have the same names.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="userId">Whose it is.</param>
    /// <param name="cancellationToken">The worker stops.</param>
    /// <param name="redirectTo">Where the mailed link's page goes on to; null when nowhere.</param>
    /// <param name="payload">A secret that whoever spends the code gets back; null for none.</param>
    public async Task SendAsync(
        UserProject project, string purpose, EmailAddress to, Guid userId, CancellationToken cancellationToken, string? redirectTo = null, string? payload = null)
    {
        var lifetime = project.Settings.CodeLifetimes.Of(purpose);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // A user has one code of a purpose, also where the former one went to another address.
        await codes.ForgetAsync(project.Realm, userId, purpose, cancellationToken);
        var code = await codes.IssueAsync(project.Realm, purpose, to, userId, lifetime, project.Settings.CodeDigits, payload, cancellationToken);
        await mails.EnqueueUserMailAsync(db, project.Id, purpose, to, code, lifetime, cancellationToken, redirectTo);
        await transaction.CommitAsync(cancellationToken);
    }
}
