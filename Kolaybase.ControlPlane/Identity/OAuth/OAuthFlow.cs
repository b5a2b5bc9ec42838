using System.Security.Cryptography;
using System.Text;
using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>A sign-in that is under way.</summary>
/// <param name="RedirectTo">Where the browser goes in the end.</param>
/// <param name="Verifier">The PKCE verifier: 43 characters, 256 bits (RFC 7636, 4.1).</param>
public sealed record OAuthFlow(string RedirectTo, string Verifier)
{
    /// <summary>The PKCE challenge, method S256 (RFC 7636, 4.2).</summary>
    public string Challenge => Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <summary>Ties an id token to this flow (OpenID Connect Core 1.0, 3.1.2.1). Made of the verifier, which it does not give away, so that nothing more has to be kept.</summary>
    public string Nonce => Base64UrlText.Encode(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Verifier), "nonce"u8));

    /// <summary>Never prints the verifier.</summary>
    public override string ToString() => nameof(OAuthFlow);
}
