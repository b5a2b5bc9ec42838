using Kolaybase.Api.Http.RateLimits;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Auth;

/// <summary>
/// Gives users other addresses and tells the former one, by a mail in the caller's transaction. It is told nothing of the new address, and
/// nothing at all if it was never proven: a stranger may read there.
/// </summary>
internal sealed class EmailChanges(RegistryContext db, IdentityStores stores, MailOutbox mails, MailRateLimit rates)
{
    /// <summary>Changes the address of a user.</summary>
    /// <param name="project">The project.</param>
    /// <param name="userId">The user.</param>
    /// <param name="email">The new address, proven.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<EmailChange> ChangeAsync(ProjectRef project, Guid userId, EmailAddress email, CancellationToken cancellationToken)
    {
        var (store, realm) = (stores.Of(project), Realms.OfProject(project.Id));
        var before = await store.FindByIdAsync(realm, userId, cancellationToken);
        var outcome = await store.ChangeEmailAsync(realm, userId, email, cancellationToken);
        if (outcome is EmailChange.Changed
            && before is { EmailVerified: true }
            && EmailAddress.TryParse(before.Email, out var former)
            && former.Normalized != email.Normalized
            && await rates.MayTellOfChangeAsync(project.Id, former, cancellationToken))
        {
            await mails.EnqueueUserNoticeAsync(db, project.Id, UserMails.EmailChanged, former, cancellationToken);
        }

        return outcome;
    }
}
