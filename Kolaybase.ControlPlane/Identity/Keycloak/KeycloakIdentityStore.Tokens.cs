using System.Net;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>Passwords and access tokens.</summary>
internal sealed partial class KeycloakIdentityStore
{
    private static readonly TimeSpan s_assertionLifetime = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _tokens = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

    /// <inheritdoc />
    /// <remarks>Keycloak hashes for unknown and for blocked users too; users without a password have one that nobody knows.</remarks>
    public async Task<RealmUser?> VerifyPasswordAsync(string realm, EmailAddress email, string password, CancellationToken cancellationToken)
    {
        if (await FindRealmAsync(realm, cancellationToken) is not { } target)
        {
            return null;
        }

        var answer = await target.GrantAsync(new() { ["grant_type"] = "password", ["username"] = email.Normalized, ["password"] = password }, cancellationToken);
        if (TokenAnswer.Read(answer) is not { } token)
        {
            return null;
        }

        var claims = _tokens.ReadJsonWebToken(token.Value);
        // The check leaves a session of Keycloak's behind, which nobody will use.
        await DoneAsync(target, HttpMethod.Delete, $"/sessions/{claims.GetPayloadValue<string>("sid")}", null, cancellationToken);
        return await FindAsync(target, Guid.Parse(claims.Subject), cancellationToken) is { Blocked: false } user ? user : null;
    }

    /// <inheritdoc />
    /// <remarks>The token's session (<c>sid</c>) is not in it: Keycloak takes no claim from an assertion.</remarks>
    public async Task<AccessToken?> IssueAccessTokenAsync(string realm, Guid id, Guid sessionId, CancellationToken cancellationToken)
    {
        if (await FindRealmAsync(realm, cancellationToken) is not { } target)
        {
            return null;
        }

        var answer = await VouchAsync(target, id, cancellationToken);
        if (answer.Text("error_description") == "User not found")
        {
            // His first token, or he was made in Keycloak's console: he is told to be ours now.
            if (!await TrustUsAsync(target, id, cancellationToken))
            {
                return null;
            }

            answer = await VouchAsync(target, id, cancellationToken);
        }
        else if (!answer.IsSuccess && answer.Text("error_description") != "User is not enabled")
        {
            // Our key was renewed since the realm was made, or somebody changed the provider.
            await _maker.EnsureAssertionKeyAsync(target, cancellationToken);
            answer = await VouchAsync(target, id, cancellationToken);
        }

        return TokenAnswer.Read(answer)
            ?? (answer.Text("error_description") is "User is not enabled" or "User not found" ? null : throw _server.Unexpected("an assertion", answer));
    }

    /// <summary>The JWT authorization grant (RFC 7523, 2.1 and 3): an access token for a user whom we vouch for.</summary>
    private async Task<KeycloakAnswer> VouchAsync(KeycloakRealm realm, Guid id, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var assertion = _tokens.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = AssertionIssuer.Issuer,
            Audience = _server.Issuer(realm.Name),
            IssuedAt = now.UtcDateTime,
            Expires = (now + s_assertionLifetime).UtcDateTime,
            SigningCredentials = await _keys.CurrentAsync(realm.Name, cancellationToken),
            // An assertion works once.
            Claims = new Dictionary<string, object> { ["sub"] = id.ToString(), ["jti"] = Guid.CreateVersion7().ToString() },
        });
        return await realm.GrantAsync(new() { ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer", ["assertion"] = assertion }, cancellationToken);
    }

    private async Task<bool> TrustUsAsync(KeycloakRealm realm, Guid id, CancellationToken cancellationToken)
    {
        // Never a service account.
        if (await FindAsync(realm, id, cancellationToken) is null)
        {
            return false;
        }

        var link = new JsonObject { ["identityProvider"] = AssertionIssuer.Alias, ["userId"] = id.ToString(), ["userName"] = id.ToString() };
        var answer = await realm.SendAsync(HttpMethod.Post, $"/users/{id}/federated-identity/{AssertionIssuer.Alias}", link, cancellationToken);
        return answer.Status switch
        {
            // Conflict: another request was faster.
            HttpStatusCode.NoContent or HttpStatusCode.Conflict => true,
            HttpStatusCode.NotFound => false,
            _ => throw _server.Unexpected("an external identity", answer),
        };
    }
}
