using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using UserSessions = Kolaybase.ControlPlane.Identity.Sessions;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/signout</c>: 204 whether or not there was such a session (RFC 7009, 2.2).</summary>
internal static class SignOut
{
    /// <param name="RefreshToken">Any refresh token of the session.</param>
    public sealed record Request(string RefreshToken)
    {
        /// <summary>Never prints the token.</summary>
        public override string ToString() => nameof(SignOut);
    }

    public static async Task<NoContent> HandleAsync(Request request, ProjectCaller caller, UserSessions sessions, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(Realms.OfProject(caller.Project.Id), request.RefreshToken, cancellationToken);
        return TypedResults.NoContent();
    }
}
