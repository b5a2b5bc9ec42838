using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Platform.Accounts;

/// <summary><c>POST /api/auth/logout</c>: 204 whether or not there was such a session (RFC 7009, 2.2).</summary>
internal static class LogOut
{
    /// <param name="RefreshToken">Any refresh token of the session.</param>
    public sealed record Request(string RefreshToken);

    public static async Task<NoContent> HandleAsync(Request request, Sessions sessions, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(Realms.Platform, request.RefreshToken, cancellationToken);
        return TypedResults.NoContent();
    }
}
