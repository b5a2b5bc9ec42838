using System.Security.Cryptography;
using System.Text.Json;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>Public keys as a server publishes them (RFC 7517, 5).</summary>
internal static class RealmPublicKeys
{
    /// <summary>Shortest RSA key taken, in bits (RFC 7518, 3.3).</summary>
    private const int ShortestRsa = 2048;

    /// <summary>The keys of a set that sign with ES256 or RS256; others, also malformed ones, are passed over: they verify nothing.</summary>
    public static IReadOnlyList<RealmPublicKey> Read(JsonElement set) =>
        set.ValueKind == JsonValueKind.Object && set.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
            ? [.. keys.EnumerateArray().Select(ReadKey).OfType<RealmPublicKey>()]
            : [];

    /// <summary>The public half of a key pair of ours.</summary>
    public static RealmPublicKey Of(SecurityKey key) => new(key.KeyId, SecurityAlgorithms.EcdsaSha256, ((ECDsaSecurityKey)key).ECDsa.ExportSubjectPublicKeyInfo());

    private static RealmPublicKey? ReadKey(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || Text(key, "use") != "sig" || Text(key, "kid") is not { Length: > 0 } id)
        {
            return null;
        }

        try
        {
            return Text(key, "alg") switch
            {
                SecurityAlgorithms.EcdsaSha256 when Text(key, "crv") == "P-256" => new(id, SecurityAlgorithms.EcdsaSha256, Elliptic(key)),
                SecurityAlgorithms.RsaSha256 when Rsa(key) is { } rsa => new(id, SecurityAlgorithms.RsaSha256, rsa),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[] Elliptic(JsonElement key)
    {
        using var ec = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64UrlText.Decode(Text(key, "x") ?? ""), Y = Base64UrlText.Decode(Text(key, "y") ?? "") },
        });
        return ec.ExportSubjectPublicKeyInfo();
    }

    private static byte[]? Rsa(JsonElement key)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = Base64UrlText.Decode(Text(key, "n") ?? ""), Exponent = Base64UrlText.Decode(Text(key, "e") ?? "") });
        return rsa.KeySize >= ShortestRsa ? rsa.ExportSubjectPublicKeyInfo() : null;
    }

    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
