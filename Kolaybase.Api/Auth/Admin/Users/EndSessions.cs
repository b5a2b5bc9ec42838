using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

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

    public static async Task<NoContent> HandleOneAsync(Guid userId, Guid sessionId, ProjectCaller caller, EndUsers users, CancellationToken cancellationToken)
    {
        var (_, realm) = users.Of(caller);
        return await users.EndOneAsync(realm, userId, sessionId, cancellationToken) ? TypedResults.NoContent() : throw EndUserErrors.NoSuchSession();
    }
}
