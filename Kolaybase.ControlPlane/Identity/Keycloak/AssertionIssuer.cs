using System.Text.Json.Nodes;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>The identity provider inside a realm by which Kolaybase vouches for users (RFC 7523, 2.1). Its key is ours, given as such: Keycloak calls nobody.</summary>
internal static class AssertionIssuer
{
    /// <summary>The provider's name in the realm.</summary>
    public const string Alias = "kolaybase";

    /// <summary>The <c>iss</c> of our assertions. Keycloak wants a URL; this one leads nowhere (RFC 2606, 2).</summary>
    public const string Issuer = "https://kolaybase.invalid";

    /// <summary>The provider that trusts a key.</summary>
    public static JsonObject Of(RealmPublicKey key) => new()
    {
        ["alias"] = Alias,
        ["providerId"] = "jwt-authorization-grant",
        ["enabled"] = true,
        ["hideOnLogin"] = true,
        ["config"] = new JsonObject
        {
            ["issuer"] = Issuer,
            ["useJwksUrl"] = "false",
            // Wanted by Keycloak, asked never.
            ["jwksUrl"] = Issuer,
            ["validateSignature"] = "true",
            ["publicKeySignatureVerifier"] = Convert.ToBase64String(key.PublicKey),
            ["publicKeySignatureVerifierKeyId"] = key.KeyId,
            ["jwtAuthorizationGrantEnabled"] = "true",
        },
    };
}
