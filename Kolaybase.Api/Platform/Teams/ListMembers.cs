using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Teams;

/// <summary><c>GET /api/teams/{id}/members</c>, in the order of joining.</summary>
internal static class ListMembers
{
    public static async Task<Ok<MemberAnswer[]>> HandleAsync(Guid id, PlatformUser caller, RegistryContext db, TeamAccess access, CancellationToken cancellationToken)
    {
        await access.RequireAsync(id, caller.AccountId, TeamRole.Viewer, cancellationToken);
        var members = await db.TeamMembers.AsNoTracking().Include(m => m.Account)
            .Where(m => m.TeamId == id)
            .OrderBy(m => m.JoinedAt).ThenBy(m => m.AccountId)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(members.Select(MemberAnswer.From).ToArray());
    }
}
