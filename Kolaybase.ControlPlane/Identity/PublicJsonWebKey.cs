using System.Security.Cryptography;
using System.Text;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>Public keys in the form that a key set publishes (RFC 7517).</summary>
internal static class PublicJsonWebKey
{
    /// <summary>The RFC 7638 thumbprint of a P-256 key: SHA-256 over its required members in lexicographic order.</summary>
    public static string Thumbprint(ECPoint point) =>
        Base64UrlText.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(
            $$"""{"crv":"P-256","kty":"EC","x":"{{Base64UrlText.Encode(point.X)}}","y":"{{Base64UrlText.Encode(point.Y)}}"}""")));

    /// <summary>The published form of a row.</summary>
    /// <exception cref="CryptographicException">The row's key is of another kind than its algorithm says.</exception>
    public static JsonWebKey From(SigningKey row)
    {
        if (row.Algorithm == SecurityAlgorithms.EcdsaSha256)
        {
            using var ec = ECDsa.Create();
            ec.ImportSubjectPublicKeyInfo(row.PublicKey, out _);
            var point = ec.ExportParameters(includePrivateParameters: false).Q;
            return new JsonWebKey
            {
                Kty = "EC",
                Use = "sig",
                Alg = row.Algorithm,
                Kid = row.KeyId,
                Crv = "P-256",
                X = Base64UrlText.Encode(point.X),
                Y = Base64UrlText.Encode(point.Y),
            };
        }

        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(row.PublicKey, out _);
        var numbers = rsa.ExportParameters(includePrivateParameters: false);
        return new JsonWebKey
        {
            Kty = "RSA",
            Use = "sig",
            Alg = row.Algorithm,
            Kid = row.KeyId,
            N = Base64UrlText.Encode(numbers.Modulus),
            E = Base64UrlText.Encode(numbers.Exponent),
        };
    }
}
