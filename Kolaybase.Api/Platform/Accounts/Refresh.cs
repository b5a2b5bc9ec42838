using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Platform.Accounts;

/// <summary><c>POST /api/auth/refresh</c>: a refresh token works once; ten seconds of grace serve parallel refreshes, after which reuse ends the session.</summary>
internal static class Refresh
{
    /// <param name="RefreshToken">From the last session answer.</param>
    public sealed record Request(string RefreshToken);

    public static async Task<Ok<SessionAnswer>> HandleAsync(Request request, RegistryContext db, Sessions sessions, SessionAnswers answers, CancellationToken cancellationToken)
    {
        // Rolled back when no access token can be issued: the client keeps a refresh token that works.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var session = await sessions.RefreshAsync(Realms.Platform, request.RefreshToken, cancellationToken);
        var answer = session is null ? null : await answers.GoOnAsync(session, cancellationToken);
        if (session is not null && answer is null)
        {
            await sessions.EndAsync(Realms.Platform, session.RefreshToken, cancellationToken);
        }

        // After a refusal as well: reuse has ended the session.
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(answer ?? throw AccountErrors.InvalidRefreshToken());
    }
}
