using System.Security.Cryptography;
using System.Text;

namespace Kolaybase.ControlPlane.Secrets;

/// <summary>
/// Hashes what need only be compared (API keys, refresh tokens, one-time codes): HMAC-SHA256 under
/// a key derived from the master key, so that a copy of the control database alone can't be used to
/// guess even a six-digit code. A hash is <c>&lt;key id&gt;.&lt;base64url&gt;</c>.
/// </summary>
public sealed class SecretHasher(MasterKeyRing keys)
{
    /// <summary>The hash to store, under the current master key.</summary>
    public string Hash(string secret, string purpose) => Compute(keys.Current, secret, purpose);

    /// <summary>Every hash that the secret may be stored under, the current key's first: <c>WHERE hash = ANY(…)</c> finds rows written before a rotation of the master key.</summary>
    public string[] Candidates(string secret, string purpose) => [.. keys.All.Select(k => Compute(k, secret, purpose))];

    /// <summary>Compares in constant time.</summary>
    public bool Verify(string secret, string purpose, string hash)
    {
        var dot = hash.IndexOf('.', StringComparison.Ordinal);
        var key = dot > 0 ? keys.Find(hash.AsSpan(0, dot)) : null;
        return key is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Compute(key, secret, purpose)), Encoding.ASCII.GetBytes(hash));
    }

    private static string Compute(MasterKey key, string secret, string purpose) =>
        $"{key.Id}.{Base64UrlText.Encode(HMACSHA256.HashData(key.Derive("hash/" + purpose), Encoding.UTF8.GetBytes(secret)))}";
}
