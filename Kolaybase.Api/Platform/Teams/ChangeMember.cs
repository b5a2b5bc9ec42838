using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Teams;

/// <summary><c>PATCH /api/teams/{id}/members/{userId}</c>: an admin changes roles up to his own.</summary>
internal static class ChangeMember
{
    /// <param name="Role">The new role.</param>
    public sealed record Request(TeamRole Role);

    public static async Task<Ok<MemberAnswer>> HandleAsync(
        Guid id, Guid userId, Request request, PlatformUser caller, RegistryContext db, TeamAccess access, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (_, role) = await access.LockAsync(id, caller.AccountId, TeamRole.Admin, cancellationToken);
        var member = await db.TeamMembers.Include(m => m.Account).SingleOrDefaultAsync(m => m.TeamId == id && m.AccountId == userId, cancellationToken)
            ?? throw TeamErrors.NoSuchMember();
        if (request.Role > role || member.Role > role)
        {
            throw TeamErrors.AboveOwnRole(role);
        }

        if (member.Role == TeamRole.Owner && request.Role != TeamRole.Owner)
        {
            await access.KeepAnOwnerAsync(id, userId, cancellationToken);
        }

        member.Role = request.Role;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(MemberAnswer.From(member));
    }
}
