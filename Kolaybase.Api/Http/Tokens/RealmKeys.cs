using System.Security.Cryptography;
using Kolaybase.Api.Http.Caching;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.Api.Http.Tokens;

/// <summary>The keys that verify a realm's tokens, kept for half a minute; a token with an unknown key id has them read anew, at most every two seconds for each realm.</summary>
internal sealed partial class RealmKeys : IDisposable
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_refreshPause = TimeSpan.FromSeconds(2);

    private readonly IDbContextFactory<RegistryContext> _contexts;
    private readonly TimeProvider _clock;
    private readonly ILogger<RealmKeys> _logger;
    private readonly ShortCache<RealmKeySet> _cache;

    public RealmKeys(IDbContextFactory<RegistryContext> contexts, TimeProvider clock, ILogger<RealmKeys> logger)
    {
        _contexts = contexts;
        _clock = clock;
        _logger = logger;
        _cache = new(capacity: 10_000, clock, ReadAsync, _ => s_lifetime);
    }

    /// <summary>The realm's key of that id, or null.</summary>
    public async ValueTask<RealmKey?> FindAsync(string realm, string keyId, CancellationToken cancellationToken)
    {
        var set = await _cache.GetAsync(realm, cancellationToken);
        if (set.Keys.TryGetValue(keyId, out var key))
        {
            return key;
        }

        if (_clock.GetUtcNow() - set.ReadAt < s_refreshPause)
        {
            return null;
        }

        _cache.Forget(realm);
        return (await _cache.GetAsync(realm, cancellationToken)).Keys.GetValueOrDefault(keyId);
    }

    public void Dispose() => _cache.Dispose();

    private async Task<RealmKeySet> ReadAsync(string realm)
    {
        var readAt = _clock.GetUtcNow();
        await using var context = await _contexts.CreateDbContextAsync();
        var rows = await context.SigningKeys.AsNoTracking()
            .Where(k => k.Realm == realm)
            .Select(k => new { k.KeyId, k.Algorithm, k.PublicKey })
            .ToListAsync();
        var keys = new Dictionary<string, RealmKey>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            try
            {
                keys[row.KeyId] = new RealmKey(row.Algorithm, row.PublicKey, Import(row.KeyId, row.Algorithm, row.PublicKey));
            }
            catch (CryptographicException e)
            {
                // One bad row must not lock every user of the realm out.
                UnusableKey(_logger, row.KeyId, realm, e);
            }
        }

        return new RealmKeySet(keys, readAt);
    }

    /// <summary>The key of a row; EC keys are of P-256, RSA keys of at least 2,048 bits (RFC 7518, 3.3 and 3.4).</summary>
    private static AsymmetricSecurityKey Import(string keyId, string algorithm, byte[] publicKey)
    {
        if (algorithm == SecurityAlgorithms.EcdsaSha256)
        {
            var ec = ECDsa.Create();
            ec.ImportSubjectPublicKeyInfo(publicKey, out _);
            return ec.KeySize == 256 ? new ECDsaSecurityKey(ec) { KeyId = keyId } : throw new CryptographicException("The key is not of P-256.");
        }

        if (algorithm == SecurityAlgorithms.RsaSha256)
        {
            var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(publicKey, out _);
            return rsa.KeySize >= 2048 ? new RsaSecurityKey(rsa) { KeyId = keyId } : throw new CryptographicException("The key is shorter than 2,048 bits.");
        }

        throw new CryptographicException("The algorithm is neither ES256 nor RS256.");
    }

    [LoggerMessage(10, LogLevel.Error, "The signing key {KeyId} of realm {Realm} can't be used.")]
    private static partial void UnusableKey(ILogger logger, string keyId, string realm, Exception exception);
}
