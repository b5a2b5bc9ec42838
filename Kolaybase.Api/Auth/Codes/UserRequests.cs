using Kolaybase.Api.Http;
using Kolaybase.Api.Http.RateLimits;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Auth;

/// <summary>Queues what may end in a mail: an address gets one of a kind a minute from a project, and asking more often has the same answer.</summary>
internal sealed class UserRequests(RegistryContext db, JobQueue jobs, MailRateLimit rates)
{
    /// <summary>What everybody is told who asks for a mail to an address.</summary>
    public static MessageAnswer MailOnItsWay { get; } = new("If there is an account with this address, a mail with a code is on its way.");

    /// <summary>Queues the request for a code.</summary>
    public Task<TimeSpan?> QueueCodeAsync(ProjectCaller caller, string purpose, EmailAddress email, CancellationToken cancellationToken) =>
        QueueAsync(caller, purpose, email, new RequestUserCode(Guid.CreateVersion7(), caller.Project.Id, purpose, email.Typed), cancellationToken);

    /// <summary>Queues a job.</summary>
    /// <returns>Null when it was queued, else how long to wait: only who may know it is told.</returns>
    public async Task<TimeSpan?> QueueAsync(ProjectCaller caller, string purpose, EmailAddress to, object job, CancellationToken cancellationToken)
    {
        if (await rates.TryUserMailAsync(caller.Project.Id, purpose, to, cancellationToken) is { } wait)
        {
            return wait;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await jobs.EnqueueAsync(db, job, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }
}
