using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Workers.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Workers.Auth;

/// <summary>
/// Makes a user who is to prove his address. Where the address has a proven account, nothing happens. Where it has one that
/// was never proven and never used, the newest sign-up counts: who signed up before, with an address that was not his,
/// would otherwise have his password made good by the owner of the mailbox.
/// </summary>
internal sealed class SignUpUserHandler(RegistryContext db, UserProjects projects, UserCodes codes, SecretBox box) : IJobHandler<SignUpUser>
{
    public async Task RunAsync(SignUpUser job, JobAttempt attempt, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(job.Email, out var email) || await projects.FindAsync(job.ProjectId, cancellationToken) is not { } project)
        {
            return;
        }

        var password = box.Open(job.PasswordSealed, SecretPurposes.NewUserPassword, job.Id.ToString());
        var user = await project.Store.FindByEmailAsync(project.Realm, email, cancellationToken);
        if (user is null)
        {
            user = await project.Store.CreateUserAsync(project.Realm, new NewRealmUser(email, password, job.FirstName, job.LastName), cancellationToken);
        }
        else if (user is { EmailVerified: false, Blocked: false } && !await WasUsedAsync(project.Realm, user.Id, cancellationToken))
        {
            await project.Store.SetPasswordAsync(project.Realm, user.Id, password, cancellationToken);
        }

        // Null: another job has just made it, and mails the code.
        if (user is { EmailVerified: false, Blocked: false })
        {
            await codes.SendAsync(project, OneTimeCodePurposes.VerifyEmail, email, user.Id, cancellationToken);
        }
    }

    private Task<bool> WasUsedAsync(string realm, Guid userId, CancellationToken cancellationToken) =>
        db.Sessions.AnyAsync(s => s.Realm == realm && s.UserId == userId, cancellationToken);
}
