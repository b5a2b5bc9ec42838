using Kolaybase.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth.Admin.Users;

/// <summary><c>GET /api/projects/{id}/auth/users/{userId}</c>.</summary>
internal static class ReadUser
{
    public static async Task<Ok<EndUserAnswer>> HandleAsync(Guid userId, ProjectCaller caller, EndUsers users, CancellationToken cancellationToken) =>
        TypedResults.Ok(EndUserAnswer.From(await users.FindAsync(caller, userId, cancellationToken)));
}
