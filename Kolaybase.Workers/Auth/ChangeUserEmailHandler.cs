using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Workers.Jobs;

namespace Kolaybase.Workers.Auth;

/// <summary>Mails a code to the new address. An address that somebody has gets none: the caller is not told that it is taken.</summary>
internal sealed class ChangeUserEmailHandler(UserProjects projects, UserCodes codes) : IJobHandler<ChangeUserEmail>
{
    public async Task RunAsync(ChangeUserEmail job, JobAttempt attempt, CancellationToken cancellationToken)
    {
        if (EmailAddress.TryParse(job.NewEmail, out var email)
            && await projects.FindAsync(job.ProjectId, cancellationToken) is { } project
            && await project.Store.FindByIdAsync(project.Realm, job.UserId, cancellationToken) is { Blocked: false }
            && await project.Store.FindByEmailAsync(project.Realm, email, cancellationToken) is null)
        {
            await codes.SendAsync(project, OneTimeCodePurposes.ChangeEmail, email, job.UserId, cancellationToken);
        }
    }
}
