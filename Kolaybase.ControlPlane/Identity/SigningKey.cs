namespace Kolaybase.ControlPlane.Identity;

/// <summary>A key pair that signs a realm's tokens.</summary>
public sealed class SigningKey
{
    /// <summary>The key's <c>kid</c>: RFC 7638 thumbprint of the public half.</summary>
    public required string KeyId { get; init; }

    /// <summary>The realm.</summary>
    public required string Realm { get; init; }

    /// <summary>JWA name, <c>ES256</c> for keys of our own (RFC 7518, 3.1).</summary>
    public required string Algorithm { get; init; }

    /// <summary>Public half, SubjectPublicKeyInfo, DER (RFC 5280, 4.1).</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>Private half: base64 of PKCS#8 DER, sealed with purpose <see cref="SecretPurposes.SigningKey"/> and owner = <see cref="KeyId"/>. Null for keys that only verify.</summary>
    public string? PrivateKeySealed { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on it signs nothing; it still verifies what it signed until those tokens expire.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}
