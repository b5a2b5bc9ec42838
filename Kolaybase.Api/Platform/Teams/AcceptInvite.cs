using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Teams;

/// <summary><c>POST /api/teams/invites/{id}/accept</c>: by the invited address only.</summary>
internal static class AcceptInvite
{
    public static async Task<Ok<TeamAnswer>> HandleAsync(
        Guid id, PlatformUser caller, RegistryContext db, IIdentityStore store, PlatformOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (options.InvitesNeedVerifiedEmail && await store.FindByIdAsync(Realms.Platform, caller.AccountId, cancellationToken) is not { EmailVerified: true })
        {
            throw TeamErrors.EmailNotVerified();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        // One guarded update: of parallel calls one accepts.
        var accepted = await db.TeamInvites
            .Where(i => i.Id == id && i.AcceptedAt == null && i.ExpiresAt > now && db.Accounts.Any(a => a.Id == caller.AccountId && a.NormalizedEmail == i.NormalizedEmail))
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.AcceptedAt, now), cancellationToken);
        if (accepted == 0)
        {
            throw TeamErrors.NoSuchInvite();
        }

        var invite = await db.TeamInvites.AsNoTracking().Include(i => i.Team).SingleAsync(i => i.Id == id, cancellationToken);
        // A member who was invited before he joined another way keeps the role that he has.
        await db.Database.ExecuteSqlAsync(
            $"insert into team_members (team_id, account_id, role, joined_at) values ({invite.TeamId}, {caller.AccountId}, {invite.Role.ToString()}, {now}) on conflict do nothing",
            cancellationToken);
        var role = await db.TeamMembers.Where(m => m.TeamId == invite.TeamId && m.AccountId == caller.AccountId).Select(m => m.Role).SingleAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(TeamAnswer.From(invite.Team!, role));
    }
}
