namespace Kolaybase.ControlPlane.Identity;

/// <summary>A key that verifies tokens of a realm.</summary>
/// <param name="KeyId">The tokens' <c>kid</c>.</param>
/// <param name="Algorithm">The only algorithm that it is used with (RFC 8725, 3.1): <c>ES256</c> or <c>RS256</c>.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo, DER (RFC 5280, 4.1).</param>
public sealed record RealmPublicKey(string KeyId, string Algorithm, byte[] PublicKey);
