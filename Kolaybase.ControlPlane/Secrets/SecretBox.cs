using System.Security.Cryptography;
using System.Text;

namespace Kolaybase.ControlPlane.Secrets;

/// <summary>
/// Encrypts what must be shown again (AES-256-GCM, NIST SP 800-38D) under the current master key.
/// A sealed value is <c>v1.&lt;key id&gt;.&lt;base64url of nonce ‖ ciphertext ‖ tag&gt;</c>.
/// </summary>
public sealed class SecretBox(MasterKeyRing keys)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Seals <paramref name="plain"/> for one purpose and one owner (usually the row's id): it opens for no other.</summary>
    /// <param name="plain">What is to be hidden.</param>
    /// <param name="purpose">Which column or use it is for, e.g. <c>project-key</c>.</param>
    /// <param name="owner">What the value belongs to; authenticated, not stored.</param>
    public string Seal(string plain, string purpose, string owner)
    {
        var key = keys.Current;
        var text = Encoding.UTF8.GetBytes(plain);
        var box = new byte[NonceBytes + text.Length + TagBytes];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Derive("seal/" + purpose), TagBytes);
        aes.Encrypt(nonce, text, box.AsSpan(NonceBytes, text.Length), box.AsSpan(NonceBytes + text.Length), Encoding.UTF8.GetBytes(owner));
        CryptographicOperations.ZeroMemory(text);
        return $"v1.{key.Id}.{Base64UrlText.Encode(box)}";
    }

    /// <summary>Opens what <see cref="Seal"/> made with the same purpose and owner.</summary>
    /// <exception cref="CryptographicException">The key is not in the ring, or the value was made for another purpose or owner, or was altered.</exception>
    public string Open(string sealedValue, string purpose, string owner)
    {
        var parts = sealedValue.Split('.');
        if (parts is not ["v1", var keyId, var payload])
        {
            throw new CryptographicException("A sealed value has an unknown format.");
        }

        var key = keys.Find(keyId) ?? throw new CryptographicException($"The master key \"{keyId}\" is needed to open a stored secret and is not configured.");
        var box = Decode(payload);
        if (box.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("A sealed value is too short.");
        }

        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key.Derive("seal/" + purpose), TagBytes);
        aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes, plain.Length), box.AsSpan(box.Length - TagBytes), plain, Encoding.UTF8.GetBytes(owner));
        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] Decode(string payload)
    {
        try
        {
            return Base64UrlText.Decode(payload);
        }
        catch (FormatException exception)
        {
            throw new CryptographicException("A sealed value has an unknown format.", exception);
        }
    }
}
