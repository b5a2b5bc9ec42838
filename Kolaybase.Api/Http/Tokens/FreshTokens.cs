using Kolaybase.ControlPlane.Identity;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kolaybase.Api.Http.Tokens;

/// <summary>
/// Access tokens that are not revoked the moment they are issued: one that names no session of ours is judged by its <c>iat</c>, which has
/// whole seconds, and tokens of the second in which a user was revoked are refused. He waits for the next.
/// </summary>
internal sealed class FreshTokens(TokenRevocations revocations, TimeProvider clock)
{
    /// <summary>So many seconds the identity server's clock may be behind the control database's.</summary>
    private const int MostWaits = 5;

    /// <summary>An access token; null when the user is gone or blocked.</summary>
    /// <exception cref="IdentityUnavailableException">The identity server does not answer, or its clock is too far behind.</exception>
    public async Task<AccessToken?> IssueAsync(IIdentityStore store, string realm, Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        for (var waits = 0; ; waits++)
        {
            if (await store.IssueAccessTokenAsync(realm, userId, sessionId, cancellationToken) is not { } token)
            {
                return null;
            }

            if (Outlives(new JsonWebToken(token.Value), await revocations.NotBeforeAsync(realm, userId, cancellationToken)))
            {
                return token;
            }

            if (waits == MostWaits)
            {
                throw new IdentityUnavailableException("The identity server's clock is more than five seconds behind the control database's.");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken);
        }
    }

    /// <summary>Whether a token is not revoked by its user's own row.</summary>
    internal static bool Outlives(JsonWebToken token, DateTimeOffset? notBefore) =>
        notBefore is not { } time || RevokedTokens.OurSession(token) is not null || token.IssuedAt >= time.UtcDateTime;
}
