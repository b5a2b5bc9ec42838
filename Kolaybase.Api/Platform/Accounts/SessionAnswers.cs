using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Api.Platform.Accounts;

/// <summary>Puts a user, his session's refresh token and a fresh access token together.</summary>
internal sealed class SessionAnswers(IIdentityStore store, Sessions sessions, FreshTokens tokens)
{
    /// <summary>Begins a session; null when the user may not have one (blocked meanwhile).</summary>
    public async Task<SessionAnswer?> StartAsync(RealmUser user, string? userAgent, CancellationToken cancellationToken) =>
        await MakeAsync(user, await sessions.StartAsync(Realms.Platform, user.Id, userAgent, cancellationToken), cancellationToken);

    /// <summary>The answer for a session that was refreshed; null when its user is gone or blocked.</summary>
    public async Task<SessionAnswer?> GoOnAsync(SessionTokens session, CancellationToken cancellationToken) =>
        await store.FindByIdAsync(Realms.Platform, session.UserId, cancellationToken) is { } user
            ? await MakeAsync(user, session, cancellationToken)
            : null;

    private async Task<SessionAnswer?> MakeAsync(RealmUser user, SessionTokens session, CancellationToken cancellationToken) =>
        await tokens.IssueAsync(store, Realms.Platform, user.Id, session.SessionId, cancellationToken) is { } token
            ? new SessionAnswer(token.Value, session.RefreshToken, "Bearer", (int)token.Lifetime.TotalSeconds, UserAnswer.From(user))
            : null;
}
