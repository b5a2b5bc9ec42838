using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using UserSessions = Kolaybase.ControlPlane.Identity.Sessions;

namespace Kolaybase.Api.Auth;

/// <summary><c>POST …/auth/refresh</c>: a refresh token works once; ten seconds of grace serve parallel refreshes, after which reuse ends the session.</summary>
internal static class Refresh
{
    /// <param name="RefreshToken">From the last session answer.</param>
    public sealed record Request(string RefreshToken)
    {
        /// <summary>Never prints the token.</summary>
        public override string ToString() => nameof(Refresh);
    }

    public static async Task<Ok<AuthSessionAnswer>> HandleAsync(
        Request request, ProjectCaller caller, UserSessions sessions, AuthSessionAnswers answers, CancellationToken cancellationToken)
    {
        var realm = Realms.OfProject(caller.Project.Id);
        var session = await sessions.RefreshAsync(realm, request.RefreshToken, cancellationToken) ?? throw AuthErrors.InvalidRefreshToken();
        if (await answers.GoOnAsync(caller.Project, session, cancellationToken) is { } answer)
        {
            return TypedResults.Ok(answer);
        }

        await sessions.EndAsync(realm, session.RefreshToken, cancellationToken);
        throw AuthErrors.InvalidRefreshToken();
    }
}
