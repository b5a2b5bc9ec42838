using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
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
        Request request, ProjectCaller caller, RegistryContext db, UserSessions sessions, AuthSessionAnswers answers, CancellationToken cancellationToken)
    {
        var realm = Realms.OfProject(caller.Project.Id);
        // Rolled back when no access token can be issued: the client keeps a refresh token that works.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var session = await sessions.RefreshAsync(realm, request.RefreshToken, cancellationToken);
        var answer = session is null ? null : await answers.GoOnAsync(caller.Project, session, cancellationToken);
        if (session is not null && answer is null)
        {
            await sessions.EndAsync(realm, session.RefreshToken, cancellationToken);
        }

        // After a refusal as well: reuse has ended the session.
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(answer ?? throw AuthErrors.InvalidRefreshToken());
    }
}
