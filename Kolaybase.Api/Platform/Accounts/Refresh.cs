using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Platform.Accounts;

/// <summary><c>POST /api/auth/refresh</c>: a refresh token works once; ten seconds of grace serve parallel refreshes, after which reuse ends the session.</summary>
internal static class Refresh
{
    /// <param name="RefreshToken">From the last session answer.</param>
    public sealed record Request(string RefreshToken);

    public static async Task<Ok<SessionAnswer>> HandleAsync(Request request, Sessions sessions, SessionAnswers answers, CancellationToken cancellationToken)
    {
        var session = await sessions.RefreshAsync(Realms.Platform, request.RefreshToken, cancellationToken) ?? throw AccountErrors.InvalidRefreshToken();
        if (await answers.GoOnAsync(session, cancellationToken) is { } answer)
        {
            return TypedResults.Ok(answer);
        }

        await sessions.EndAsync(Realms.Platform, session.RefreshToken, cancellationToken);
        throw AccountErrors.InvalidRefreshToken();
    }
}
