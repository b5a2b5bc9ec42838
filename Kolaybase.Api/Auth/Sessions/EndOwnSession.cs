using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using UserSessions = Kolaybase.ControlPlane.Identity.Sessions;

namespace Kolaybase.Api.Auth;

/// <summary><c>DELETE …/auth/sessions/{id}</c>: a stranger's session is as unknown as none.</summary>
internal static class EndOwnSession
{
    public static async Task<NoContent> HandleAsync(Guid id, ProjectCaller caller, UserSessions sessions, CancellationToken cancellationToken) =>
        await sessions.EndOneAsync(Realms.OfProject(caller.Project.Id), caller.NeedUser().Id, id, cancellationToken)
            ? TypedResults.NoContent()
            : throw AuthErrors.SessionNotFound();
}
