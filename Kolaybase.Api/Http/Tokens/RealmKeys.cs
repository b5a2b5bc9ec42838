using System.Security.Cryptography;
using Kolaybase.Api.Http.Caching;
using Kolaybase.ControlPlane.Identity;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.Api.Http.Tokens;

/// <summary>
/// The keys that verify a realm's tokens, as its identity store publishes them, kept for half a minute; a token with an unknown
/// key id has them read anew, at most every two seconds for each realm. While an identity server is away, the keys that it
/// published last go on verifying: they are no less trusted than before, and tokens end by themselves.
/// </summary>
internal sealed partial class RealmKeys : IDisposable
{
    private const int Capacity = 10_000;
    private static readonly TimeSpan s_kept = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_refreshPause = TimeSpan.FromSeconds(2);

    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _clock;
    private readonly ILogger<RealmKeys> _logger;
    private readonly ShortCache<RealmKeySet> _cache;

    /// <summary>What was read last; outlives the cache's entries by an hour.</summary>
    private readonly MemoryCache _last;

    public RealmKeys(IServiceScopeFactory scopes, TimeProvider clock, ILogger<RealmKeys> logger)
    {
        _scopes = scopes;
        _clock = clock;
        _logger = logger;
        _cache = new(capacity: Capacity, clock, ReadAsync, _ => s_lifetime);
        _last = new(new MemoryCacheOptions { SizeLimit = Capacity });
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

    public void Dispose()
    {
        _cache.Dispose();
        _last.Dispose();
    }

    private async Task<RealmKeySet> ReadAsync(string realm)
    {
        var readAt = _clock.GetUtcNow();
        try
        {
            var set = await ReadStoreAsync(realm, readAt);
            _last.Set(realm, set, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = s_kept });
            return set;
        }
        catch (IdentityUnavailableException exception) when (_last.TryGetValue(realm, out RealmKeySet? last) && last is not null)
        {
            ServerAway(_logger, realm, exception);
            return last with { ReadAt = readAt };
        }
    }

    private async Task<RealmKeySet> ReadStoreAsync(string realm, DateTimeOffset readAt)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var store = await scope.ServiceProvider.GetRequiredService<IdentityStores>().OfRealmAsync(realm, CancellationToken.None);
        var issuer = store.Issuer(realm);
        var keys = new Dictionary<string, RealmKey>(StringComparer.Ordinal);
        foreach (var row in await store.PublicKeysAsync(realm, CancellationToken.None))
        {
            try
            {
                keys[row.KeyId] = new RealmKey(row.Algorithm, row.PublicKey, Import(row.KeyId, row.Algorithm, row.PublicKey), issuer);
            }
            catch (CryptographicException e)
            {
                // One bad key must not lock every user of the realm out.
                UnusableKey(_logger, row.KeyId, realm, e);
            }
        }

        return new RealmKeySet(keys, readAt);
    }

    /// <summary>The key of a store; EC keys are of P-256, RSA keys of at least 2,048 bits (RFC 7518, 3.3 and 3.4).</summary>
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

    [LoggerMessage(11, LogLevel.Warning, "The keys of realm {Realm} could not be read anew; those read before go on verifying.")]
    private static partial void ServerAway(ILogger logger, string realm, Exception exception);

    [LoggerMessage(10, LogLevel.Error, "The signing key {KeyId} of realm {Realm} can't be used.")]
    private static partial void UnusableKey(ILogger logger, string keyId, string realm, Exception exception);
}
