using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Workers.Jobs;

namespace Kolaybase.Workers.Auth;

/// <summary>Makes the invited user, without a password, unless there is one; and mails him the code that signs him in.</summary>
internal sealed class InviteUserHandler(UserProjects projects, UserCodes codes) : IJobHandler<InviteUser>
{
    public async Task RunAsync(InviteUser job, JobAttempt attempt, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(job.Email, out var email) || await projects.FindAsync(job.ProjectId, cancellationToken) is not { } project)
        {
            return;
        }

        // Null from the second: another job has just made it, which the third finds.
        var user = await project.Store.FindByEmailAsync(project.Realm, email, cancellationToken)
            ?? await project.Store.CreateUserAsync(project.Realm, new NewRealmUser(email, Password: null, FirstName: null, LastName: null), cancellationToken)
            ?? await project.Store.FindByEmailAsync(project.Realm, email, cancellationToken);
        if (user is { Blocked: false })
        {
            await codes.SendAsync(project, OneTimeCodePurposes.Invite, email, user.Id, cancellationToken, job.RedirectTo);
        }
    }
}
