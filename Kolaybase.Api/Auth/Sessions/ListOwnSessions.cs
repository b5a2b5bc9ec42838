using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using UserSessions = Kolaybase.ControlPlane.Identity.Sessions;

namespace Kolaybase.Api.Auth;

/// <summary><c>GET …/auth/sessions</c>: the user's own, the one used last first.</summary>
internal static class ListOwnSessions
{
    /// <param name="Id">Identifier.</param>
    /// <param name="CreatedAt">When it began.</param>
    /// <param name="LastUsedAt">When it was last refreshed; its beginning until then.</param>
    /// <param name="ExpiresAt">After this no refresh succeeds.</param>
    /// <param name="UserAgent">The program that began it; null when it said nothing.</param>
    /// <param name="Current">Whether this call's token is of it; null when the token does not tell.</param>
    public sealed record UserSession(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt, string? UserAgent, bool? Current);

    public static async Task<Ok<UserSession[]>> HandleAsync(ProjectCaller caller, UserSessions sessions, CancellationToken cancellationToken)
    {
        var user = caller.NeedUser();
        var living = await sessions.ListAsync(Realms.OfProject(caller.Project.Id), user.Id, cancellationToken);
        return TypedResults.Ok(living.Select(s => new UserSession(s.Id, s.CreatedAt, s.LastUsedAt, s.ExpiresAt, s.UserAgent, user.SessionId is { } own ? own == s.Id : null)).ToArray());
    }
}
