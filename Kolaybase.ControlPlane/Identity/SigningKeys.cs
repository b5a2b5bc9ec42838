using System.Security.Cryptography;
using System.Text;
using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>Makes key pairs that sign tokens.</summary>
public static class SigningKeys
{
    /// <summary>A fresh ES256 key pair (RFC 7518, 3.4) of a realm, its private half sealed.</summary>
    public static SigningKey Generate(string realm, SecretBox box, TimeProvider time)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keyId = Thumbprint(pair.ExportParameters(includePrivateParameters: false));
        return new SigningKey
        {
            KeyId = keyId,
            Realm = realm,
            Algorithm = "ES256",
            PublicKey = pair.ExportSubjectPublicKeyInfo(),
            PrivateKeySealed = box.Seal(Convert.ToBase64String(pair.ExportPkcs8PrivateKey()), SecretPurposes.SigningKey, keyId),
            CreatedAt = time.GetUtcNow(),
        };
    }

    /// <summary>RFC 7638: SHA-256 of the required members in lexicographic order, without white space.</summary>
    private static string Thumbprint(ECParameters key)
    {
        var jwk = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64UrlText.Encode(key.Q.X)}}","y":"{{Base64UrlText.Encode(key.Q.Y)}}"}""";
        return Base64UrlText.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(jwk)));
    }
}
