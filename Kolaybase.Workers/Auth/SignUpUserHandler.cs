using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Workers.Jobs;

namespace Kolaybase.Workers.Auth;

/// <summary>
/// Makes a user who is to prove his address. Where the address has a proven account, nothing happens. Where it has one that was never
/// proven, that one stays as it is: the password goes with the mailed code and counts when this very code is spent.
/// </summary>
internal sealed class SignUpUserHandler(UserProjects projects, UserCodes codes, SecretBox box) : IJobHandler<SignUpUser>
{
    public async Task RunAsync(SignUpUser job, JobAttempt attempt, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(job.Email, out var email) || await projects.FindAsync(job.ProjectId, cancellationToken) is not { } project)
        {
            return;
        }

        var password = box.Open(job.PasswordSealed, SecretPurposes.NewUserPassword, job.Id.ToString());
        // Null from the second: another job has just made it, and mails the code.
        var user = await project.Store.FindByEmailAsync(project.Realm, email, cancellationToken)
            ?? await project.Store.CreateUserAsync(project.Realm, new NewRealmUser(email, password, job.FirstName, job.LastName), cancellationToken);
        if (user is { EmailVerified: false, Blocked: false })
        {
            await codes.SendAsync(project, OneTimeCodePurposes.VerifyEmail, email, user.Id, cancellationToken, payload: password);
        }
    }
}
