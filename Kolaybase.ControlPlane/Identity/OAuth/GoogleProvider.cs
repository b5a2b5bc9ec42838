using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>Google, by OpenID Connect: who signed in says its id token, verified against its published keys (OpenID Connect Core 1.0, 3.1.3.7).</summary>
internal sealed class GoogleProvider(GoogleOptions options, OAuthHttp http, TimeProvider clock) : IOAuthProvider
{
    private const int MaxTokenLength = 16 * 1024;
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxTokenLength, MapInboundClaims = false };
    private readonly ProviderKeys _keys = new(options.KeysUrl, http, clock);

    /// <inheritdoc />
    public Uri AuthorizeUrl(OAuthClient client, string state, OAuthFlow flow) => OAuthUrl.With(
        options.AuthorizeUrl,
        ("response_type", "code"),
        ("client_id", client.Id),
        ("redirect_uri", client.RedirectUri),
        ("scope", "openid email profile"),
        ("state", state),
        ("nonce", flow.Nonce),
        ("code_challenge", flow.Challenge),
        ("code_challenge_method", "S256"));

    /// <inheritdoc />
    public async Task<ProviderAccount> IdentifyAsync(OAuthClient client, string code, OAuthFlow flow, CancellationToken cancellationToken)
    {
        var (status, body) = await http.SendAsync(new HttpRequestMessage(HttpMethod.Post, options.TokenUrl) { Content = CodeGrant.Form(client, code, flow) }, "Google's token endpoint", cancellationToken);
        if (status >= 400)
        {
            throw OAuthException.Refused($"Google's token endpoint: {status} {body.Error()}.");
        }

        var encoded = body.Text("id_token") ?? throw OAuthException.Untrusted("Google's token endpoint gave no id token.");
        var token = await VerifyAsync(encoded, client, flow, cancellationToken);
        var isVerified = token.TryGetPayloadValue<bool>("email_verified", out var verified) && verified;
        return new ProviderAccount(
            token.Subject,
            isVerified && EmailAddress.TryParse(Claim(token, "email"), out var email) ? email : null,
            OAuthJson.Name(Claim(token, "given_name")),
            OAuthJson.Name(Claim(token, "family_name")));
    }

    private async Task<JsonWebToken> VerifyAsync(string encoded, OAuthClient client, OAuthFlow flow, CancellationToken cancellationToken)
    {
        if (encoded.Length > MaxTokenLength || !SignedTokens.TryRead(_handler, encoded, out var token))
        {
            throw OAuthException.Untrusted("Google's id token can't be read.");
        }

        // Pinned, whatever the token says (RFC 8725, 3.1).
        if (token.Alg != SecurityAlgorithms.RsaSha256 || await _keys.FindAsync(token.Kid, cancellationToken) is not { } key)
        {
            throw OAuthException.Untrusted("Google's id token is signed by none of its keys.");
        }

        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKey = key,
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
            // Google writes it with and without the scheme.
            ValidIssuers = [options.Issuer, options.Issuer[(options.Issuer.IndexOf("://", StringComparison.Ordinal) + 3)..]],
            ValidAudience = client.Id,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => SignedTokens.IsAlive(notBefore, expires, clock.GetUtcNow(), s_clockSkew),
        });
        if (!result.IsValid)
        {
            // Its message may quote claims.
            throw OAuthException.Untrusted($"Google's id token does not verify: {result.Exception.GetType().Name}.");
        }

        return token.Audiences.Count() == 1 && IsOf(flow, Claim(token, "nonce")) && OAuthJson.IsSubject(token.Subject)
            ? token
            : throw OAuthException.Untrusted("Google's id token is of another sign-in: audience, nonce or subject is not as it has to be.");
    }

    private static bool IsOf(OAuthFlow flow, string? nonce) =>
        nonce is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(nonce), Encoding.UTF8.GetBytes(flow.Nonce));

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;
}
