using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Teams;

/// <summary><c>DELETE /api/teams/{id}/members/{userId}</c>: anybody leaves; an admin removes members up to his own role; the last owner stays.</summary>
internal static class RemoveMember
{
    public static async Task<NoContent> HandleAsync(
        Guid id, Guid userId, PlatformUser caller, RegistryContext db, TeamAccess access, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var leaves = userId == caller.AccountId;
        var (_, role) = await access.LockAsync(id, caller.AccountId, leaves ? TeamRole.Viewer : TeamRole.Admin, cancellationToken);
        var member = await db.TeamMembers.SingleOrDefaultAsync(m => m.TeamId == id && m.AccountId == userId, cancellationToken) ?? throw TeamErrors.NoSuchMember();
        if (member.Role > role)
        {
            throw TeamErrors.AboveOwnRole(role);
        }

        if (member.Role == TeamRole.Owner)
        {
            await access.KeepAnOwnerAsync(id, userId, cancellationToken);
        }

        db.TeamMembers.Remove(member);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
