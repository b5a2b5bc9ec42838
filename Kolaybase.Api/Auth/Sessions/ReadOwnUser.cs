using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth;

/// <summary><c>GET …/auth/me</c> and <c>GET …/auth/user</c>.</summary>
internal static class ReadOwnUser
{
    public static async Task<Ok<AuthUserAnswer>> HandleAsync(ProjectCaller caller, IdentityStores stores, CancellationToken cancellationToken) =>
        await stores.Of(caller.Project).FindByIdAsync(Realms.OfProject(caller.Project.Id), caller.NeedUser().Id, cancellationToken) is { } user
            ? TypedResults.Ok(AuthUserAnswer.From(user))
            : throw AuthErrors.UserGone();
}
