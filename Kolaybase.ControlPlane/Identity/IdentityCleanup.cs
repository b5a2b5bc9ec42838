using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>Deletes what no call can use any more; safe to run at any time, and by several at once.</summary>
public sealed class IdentityCleanup(RegistryContext db, IdentityOptions options, TimeProvider clock)
{
    /// <summary>How long a spent refresh token is remembered: within it, its reuse is told from an unknown token.</summary>
    private static readonly TimeSpan s_spentTokens = TimeSpan.FromDays(30);

    /// <summary>How long an ended session is remembered.</summary>
    private static readonly TimeSpan s_endedSessions = TimeSpan.FromDays(7);

    private static readonly TimeSpan s_counters = TimeSpan.FromDays(31);

    /// <summary>How much longer than an access token its revocation is remembered: clocks may differ, and a token may be issued while its session ends.</summary>
    internal static readonly TimeSpan RevocationMargin = TimeSpan.FromMinutes(10);

    /// <summary>Deletes and says how many rows went.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var spentBefore = now - s_spentTokens;
        var endedBefore = now - s_endedSessions;
        var countedBefore = now - s_counters;
        return await db.OneTimeCodes.Where(c => c.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken)
            + await db.OAuthStates.Where(s => s.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken)
            + await db.RefreshTokens.Where(t => t.SpentAt < spentBefore).ExecuteDeleteAsync(cancellationToken)
            // Their tokens go with them.
            + await db.Sessions.Where(s => s.ExpiresAt <= now || s.EndedAt < endedBefore).ExecuteDeleteAsync(cancellationToken)
            + await db.AttemptCounters.Where(c => c.UpdatedAt < countedBefore).ExecuteDeleteAsync(cancellationToken)
            // Their times are the database's.
            + await db.Database.ExecuteSqlAsync(
                $"delete from token_revocations where not_before < clock_timestamp() - {options.AccessTokenLifetime + RevocationMargin}", cancellationToken);
    }
}
