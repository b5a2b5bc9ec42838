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
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await store.DeleteUserAsync(realm, userId, cancellationToken))
        {
            throw EndUserErrors.NoSuchUser();
        }

        await users.ShutOutAsync(realm, userId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
