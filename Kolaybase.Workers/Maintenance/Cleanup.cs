using Kolaybase.ControlPlane.Audit;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Workers.Maintenance;

/// <summary>Removes rows that nothing can use any more: expired codes, sessions and invitations, keys revoked and mails given up long ago, audit entries past their time.</summary>
internal sealed class Cleanup(RegistryContext context, IdentityCleanup identity, AuditEntries audit, TimeProvider time)
{
    /// <summary>How long an expired invitation, a revoked key and a mail that was given up stay visible to whoever asks what became of them.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    /// <summary>Removes them and says how many rows went.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - Memory;
        return await identity.RunAsync(cancellationToken)
            + await audit.PruneAsync(cancellationToken)
            + await context.TeamInvites.Where(i => i.ExpiresAt < before || i.AcceptedAt < before).ExecuteDeleteAsync(cancellationToken)
            + await context.ProjectKeys.Where(k => k.RevokedAt < before).ExecuteDeleteAsync(cancellationToken)
            + await context.FailedMails.Where(m => m.FailedAt < before).ExecuteDeleteAsync(cancellationToken);
    }
}
