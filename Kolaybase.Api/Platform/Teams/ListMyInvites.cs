using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Teams;

/// <summary><c>GET /api/teams/invites</c>: open invitations of the caller's address, the newest first. Who has not proven the address is told that there are some, and how to prove it.</summary>
internal static class ListMyInvites
{
    public static async Task<Ok<InviteAnswer[]>> HandleAsync(
        PlatformUser caller, RegistryContext db, IIdentityStore store, PlatformOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var invites = await db.TeamInvites.AsNoTracking().Include(i => i.Team)
            .Where(i => i.AcceptedAt == null && i.ExpiresAt > now && db.Accounts.Any(a => a.Id == caller.AccountId && a.NormalizedEmail == i.NormalizedEmail))
            .OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id)
            .ToListAsync(cancellationToken);
        if (invites.Count > 0 && options.InvitesNeedVerifiedEmail
            && await store.FindByIdAsync(Realms.Platform, caller.AccountId, cancellationToken) is not { EmailVerified: true })
        {
            throw TeamErrors.EmailNotVerified();
        }

        return TypedResults.Ok(invites.Select(i => InviteAnswer.From(i, i.Team!)).ToArray());
    }
}
