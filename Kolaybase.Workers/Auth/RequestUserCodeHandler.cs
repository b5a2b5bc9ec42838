using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Workers.Jobs;

namespace Kolaybase.Workers.Auth;

/// <summary>Mails a code to who has an account that may use it; everybody else gets nothing, and the caller was told the same.</summary>
internal sealed class RequestUserCodeHandler(UserProjects projects, UserCodes codes) : IJobHandler<RequestUserCode>
{
    public async Task RunAsync(RequestUserCode job, JobAttempt attempt, CancellationToken cancellationToken)
    {
        if (EmailAddress.TryParse(job.Email, out var email)
            && await projects.FindAsync(job.ProjectId, cancellationToken) is { } project
            && await project.Store.FindByEmailAsync(project.Realm, email, cancellationToken) is { Blocked: false } user
            // Who has proven his address needs no code for it.
            && !(user.EmailVerified && job.Purpose == OneTimeCodePurposes.VerifyEmail))
        {
            await codes.SendAsync(project, job.Purpose, email, user.Id, cancellationToken, job.RedirectTo);
        }
    }
}
