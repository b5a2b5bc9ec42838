using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth.Admin.Users;

/// <summary><c>DELETE /api/projects/{id}/auth/users/{userId}</c>: with his sessions, codes and external identities. Rows of his in the project's own tables stay.</summary>
internal static class DeleteUser
{
    public static async Task<NoContent> HandleAsync(Guid userId, ProjectCaller caller, RegistryContext db, EndUsers users, CancellationToken cancellationToken)
    {
        var (store, realm) = users.Of(caller);
        // Also of a user who is gone already: the call that deleted him may have failed afterwards.
        await users.ShutOutAtOnceAsync(realm, userId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var deleted = await store.DeleteUserAsync(realm, userId, CancellationToken.None);
        await users.ShutOutAsync(realm, userId, CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return deleted ? TypedResults.NoContent() : throw EndUserErrors.NoSuchUser();
    }
}
