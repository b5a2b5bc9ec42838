using System.Collections.Concurrent;
using System.Security.Cryptography;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>The key pairs that sign tokens: one at a time for each realm, made when first asked for.</summary>
/// <remarks>
/// A key is made in a transaction of its own, never the caller's: it must not vanish with a caller
/// that rolls back after others have seen it. The unique index on a realm's signing key decides who of
/// several makers wins.
/// </remarks>
public sealed class SigningKeys(IDbContextFactory<RegistryContext> contexts, SecretBox box, TimeProvider clock)
{
    /// <summary>How long this process signs with a key that was retired elsewhere; retired keys still verify.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (ECDsaSecurityKey Key, DateTimeOffset Until)> _cache = new(StringComparer.Ordinal);

    /// <summary>The key that signs the realm's tokens; made when there is none.</summary>
    /// <exception cref="CryptographicException">The stored key was sealed under a master key that is not configured.</exception>
    public async Task<SigningCredentials> CurrentAsync(string realm, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!_cache.TryGetValue(realm, out var cached) || cached.Until <= now)
        {
            cached = (await LoadAsync(realm, cancellationToken), now + s_lifetime);
            _cache[realm] = cached;
        }

        return new SigningCredentials(cached.Key, SecurityAlgorithms.EcdsaSha256);
    }

    /// <summary>Sees to it that the realm has a key; safe to repeat. Provisioning calls it, so that a project's key set is published from its first moment.</summary>
    public async Task EnsureAsync(string realm, CancellationToken cancellationToken)
    {
        // Looks at the row: a realm of that name may have been deleted since.
        _cache.TryRemove(realm, out _);
        await CurrentAsync(realm, cancellationToken);
    }

    /// <summary>Every public key that tokens of the realm may be signed with, retired ones included, the newest first.</summary>
    public async Task<IReadOnlyList<JsonWebKey>> PublicKeysAsync(string realm, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.SigningKeys.AsNoTracking().Where(k => k.Realm == realm).OrderByDescending(k => k.CreatedAt).ToListAsync(cancellationToken);
        return [.. rows.Select(PublicJsonWebKey.From)];
    }

    private async Task<ECDsaSecurityKey> LoadAsync(string realm, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await FindAsync(db, realm, cancellationToken);
        if (row is null)
        {
            await CreateAsync(db, realm, cancellationToken);
            row = await FindAsync(db, realm, cancellationToken)
                ?? throw new InvalidOperationException($"The realm {realm} has no signing key right after one was made.");
        }

        // Not disposed: signature providers that the token library caches hold on to it.
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(box.Open(row.PrivateKeySealed!, SecretPurposes.SigningKey, row.KeyId)), out _);
        return new ECDsaSecurityKey(key) { KeyId = row.KeyId };
    }

    private static Task<SigningKey?> FindAsync(RegistryContext db, string realm, CancellationToken cancellationToken) =>
        db.SigningKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Realm == realm && k.RetiredAt == null && k.PrivateKeySealed != null, cancellationToken);

    private async Task CreateAsync(RegistryContext db, string realm, CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keyId = PublicJsonWebKey.Thumbprint(key.ExportParameters(includePrivateParameters: false).Q);
        var sealedKey = box.Seal(Convert.ToBase64String(key.ExportPkcs8PrivateKey()), SecretPurposes.SigningKey, keyId);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into signing_keys (key_id, realm, algorithm, public_key, private_key_sealed, created_at)
            values ({keyId}, {realm}, {SecurityAlgorithms.EcdsaSha256}, {key.ExportSubjectPublicKeyInfo()}, {sealedKey}, {clock.GetUtcNow()})
            on conflict do nothing
            """,
            cancellationToken);
    }
}
