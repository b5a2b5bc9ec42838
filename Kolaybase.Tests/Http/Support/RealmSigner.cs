using System.Security.Cryptography;
using Kolaybase.ControlPlane.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.Tests.Http.Support;

/// <summary>Signs tokens as a realm does, with a key of the test's own.</summary>
public sealed class RealmSigner
{
    private readonly byte[] _publicKey;
    private readonly SecurityKey _key;

    private RealmSigner(string realm, string algorithm, SecurityKey key, byte[] publicKey)
    {
        (Realm, Algorithm, _key, _publicKey) = (realm, algorithm, key, publicKey);
        _key.KeyId = KeyId = $"kid-{Guid.CreateVersion7():N}";
    }

    public string Realm { get; }

    public string Algorithm { get; }

    public string KeyId { get; }

    public static RealmSigner Create(string realm, string algorithm = SecurityAlgorithms.EcdsaSha256)
    {
        if (algorithm == SecurityAlgorithms.EcdsaSha256)
        {
            var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return new(realm, algorithm, new ECDsaSecurityKey(ec), ec.ExportSubjectPublicKeyInfo());
        }

        var rsa = RSA.Create(2048);
        return new(realm, algorithm, new RsaSecurityKey(rsa), rsa.ExportSubjectPublicKeyInfo());
    }

    public SigningKey ToRow() => new()
    {
        KeyId = KeyId,
        Realm = Realm,
        Algorithm = Algorithm,
        PublicKey = _publicKey,
        CreatedAt = TimeProvider.System.GetUtcNow(),
    };

    public byte[] PublicKey => _publicKey;

    /// <summary>A token of the realm; whatever is given replaces what is right.</summary>
    public string Sign(
        Guid subject,
        string? issuer = null,
        string? audience = null,
        TimeSpan? expiresIn = null,
        TimeSpan? notBeforeIn = null,
        bool withExpiry = true,
        IDictionary<string, object>? claims = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var all = new Dictionary<string, object>(claims ?? new Dictionary<string, object>()) { ["sub"] = subject.ToString() };
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Realms.Issuer("http://localhost:4000", Realm),
            Audience = audience ?? Realms.Audience(Realm),
            Claims = all,
            SigningCredentials = new SigningCredentials(_key, Algorithm),
            IssuedAt = now,
            NotBefore = notBeforeIn is { } start ? now + start : null,
            Expires = withExpiry ? now + (expiresIn ?? TimeSpan.FromMinutes(5)) : null,
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }
}
