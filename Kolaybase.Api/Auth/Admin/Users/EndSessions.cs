using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Auth.Admin.Users;

/// <summary><c>DELETE /api/projects/{id}/auth/users/{userId}/sessions</c>, all of them, and <c>…/sessions/{sessionId}</c>, one.</summary>
internal static class EndSessions
{
    public static async Task<NoContent> HandleAllAsync(Guid userId, ProjectCaller caller, RegistryContext db, EndUsers users, CancellationToken cancellationToken)
    {
        await users.FindAsync(caller, userId, cancellationToken);
        var (_, realm) = users.Of(caller);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await users.EndAllAsync(realm, userId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    public static async Task<NoContent> HandleOneAsync(
        Guid userId, Guid sessionId, ProjectCaller caller, EndUsers users, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (_, realm) = users.Of(caller);
        var now = clock.GetUtcNow();
        return await users.LiveSessions(realm, userId).Where(s => s.Id == sessionId).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), cancellationToken) == 1
            ? TypedResults.NoContent()
            : throw EndUserErrors.NoSuchSession();
    }
}
