using Kolaybase.ControlPlane.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.Api.Http.Tokens;

/// <summary>
/// Verifies access tokens of one realm. Pinned, whatever the token says (RFC 8725): the algorithm is
/// the stored key's, the key is one of the realm's, the issuer is the realm's, an expiry is required.
/// </summary>
internal sealed class TokenVerifier(RealmKeys keys, RevokedTokens revoked, TimeProvider clock)
{
    /// <summary>Longest token in characters; ours have about 800.</summary>
    public const int MaxLength = 16 * 1024;

    /// <summary>How far clocks of issuer and verifier may be apart.</summary>
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromSeconds(5);

    private static readonly string[] s_algorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256];

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxLength, MapInboundClaims = false };

    /// <summary>The verified token, or why it is none.</summary>
    /// <param name="encoded">Compact serialization.</param>
    /// <param name="realm">The realm that must have issued it.</param>
    /// <param name="audience">The audience that it must name: an identity server signs other tokens than access tokens with the same keys (RFC 9068, 4).</param>
    /// <param name="cancellationToken">Cancels the look-up of keys.</param>
    public async ValueTask<TokenResult> VerifyAsync(string encoded, string realm, string audience, CancellationToken cancellationToken)
    {
        if (encoded.Length > MaxLength || !SignedTokens.TryRead(_handler, encoded, out var token) || string.IsNullOrEmpty(token.Kid))
        {
            return new(null, TokenFault.Malformed);
        }

        if (!s_algorithms.Contains(token.Alg, StringComparer.Ordinal)
            || await keys.FindAsync(realm, token.Kid, cancellationToken) is not { } key
            || !string.Equals(key.Algorithm, token.Alg, StringComparison.Ordinal))
        {
            return new(null, TokenFault.Signature);
        }

        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = [key.Algorithm],
            IssuerSigningKey = key.Key,
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
            ValidIssuer = key.Issuer,
            ValidateAudience = true,
            ValidAudience = audience,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => SignedTokens.IsAlive(notBefore, expires, clock.GetUtcNow(), s_clockSkew),
        });
        return result.IsValid
            ? Accept(realm, token)
            : new(null, Classify(result.Exception, token));
    }

    private TokenResult Accept(string realm, JsonWebToken token) =>
        string.IsNullOrEmpty(token.Subject) ? new(null, TokenFault.Claims)
        : revoked.Covers(realm, token) ? new(null, TokenFault.Revoked)
        : new(token, null);

    private TokenFault Classify(Exception exception, JsonWebToken token) => exception switch
    {
        SecurityTokenInvalidLifetimeException when token.ValidTo < clock.GetUtcNow().UtcDateTime && token.ValidTo != default => TokenFault.Expired,
        SecurityTokenInvalidLifetimeException or SecurityTokenNoExpirationException or SecurityTokenInvalidIssuerException or SecurityTokenInvalidAudienceException => TokenFault.Claims,
        _ => TokenFault.Signature,
    };
}

/// <summary>Exactly one of the two is set.</summary>
internal readonly record struct TokenResult(JsonWebToken? Token, TokenFault? Fault);
