using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using UserSessions = Kolaybase.ControlPlane.Identity.Sessions;

namespace Kolaybase.Api.Auth;

/// <summary>Puts a user, his session's refresh token and a fresh access token together, on every identity store.</summary>
internal sealed class AuthSessionAnswers(IdentityStores stores, UserSessions sessions, FreshTokens tokens)
{
    /// <summary>Begins a session, in the caller's transaction where he has one.</summary>
    /// <param name="project">The project.</param>
    /// <param name="user">Whose session it is; the caller has proven that it is he.</param>
    /// <param name="userAgent">The program that begins it; null when unknown.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null when the user may not have one: he is blocked or gone.</returns>
    public async Task<AuthSessionAnswer?> StartAsync(ProjectRef project, RealmUser user, string? userAgent, CancellationToken cancellationToken) =>
        user.Blocked ? null : await MakeAsync(project, user, await sessions.StartAsync(Realms.OfProject(project.Id), user.Id, userAgent, cancellationToken), cancellationToken);

    /// <summary>The answer for a session that was refreshed; null when its user is gone or blocked.</summary>
    public async Task<AuthSessionAnswer?> GoOnAsync(ProjectRef project, SessionTokens session, CancellationToken cancellationToken) =>
        await stores.Of(project).FindByIdAsync(Realms.OfProject(project.Id), session.UserId, cancellationToken) is { } user
            ? await MakeAsync(project, user, session, cancellationToken)
            : null;

    private async Task<AuthSessionAnswer?> MakeAsync(ProjectRef project, RealmUser user, SessionTokens session, CancellationToken cancellationToken) =>
        await tokens.IssueAsync(stores.Of(project), Realms.OfProject(project.Id), user.Id, session.SessionId, cancellationToken) is { } token
            ? new(token.Value, session.RefreshToken, "Bearer", (int)token.Lifetime.TotalSeconds, user.Id, user.EmailVerified, AuthUserAnswer.From(user))
            : null;
}
