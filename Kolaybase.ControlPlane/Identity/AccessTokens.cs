using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>Signs access tokens (RFC 9068 in spirit: issuer, audience, subject, times, id) with a realm's own key.</summary>
public sealed class AccessTokens(SigningKeys keys, IdentityOptions options, TimeProvider clock)
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>A token for a user in a session.</summary>
    /// <param name="realm">Whose key signs, and who the issuer is.</param>
    /// <param name="user">The subject.</param>
    /// <param name="sessionId">The session, claim <c>sid</c>.</param>
    /// <param name="cancellationToken">Cancels the look-up of the key.</param>
    public async Task<AccessToken> IssueAsync(string realm, RealmUser user, Guid sessionId, CancellationToken cancellationToken)
    {
        var credentials = await keys.CurrentAsync(realm, cancellationToken);
        var now = clock.GetUtcNow();
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Realms.Issuer(options.PublicUrl, realm),
            Audience = Realms.Audience(realm),
            IssuedAt = now.UtcDateTime,
            Expires = (now + options.AccessTokenLifetime).UtcDateTime,
            SigningCredentials = credentials,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = user.Id.ToString(),
                ["sid"] = sessionId.ToString(),
                ["jti"] = Guid.CreateVersion7().ToString(),
                ["role"] = Realms.Role(realm),
                ["email"] = user.Email,
            },
        });
        return new AccessToken(token, options.AccessTokenLifetime);
    }
}
