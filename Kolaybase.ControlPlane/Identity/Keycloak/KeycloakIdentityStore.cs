using System.Collections.Concurrent;
using System.Net;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>Realms, users and passwords in a Keycloak, one realm of it for each realm of ours. What is made there, and why, says docs/identity.md.</summary>
#pragma warning disable CA1001 // Not IDisposable: the container would dispose it with every scope that is given it as the platform's store. IdentityServers closes it.
internal sealed partial class KeycloakIdentityStore : IIdentityStore
#pragma warning restore CA1001
{
    private readonly KeycloakServer _server;
    private readonly KeycloakMaster _master;
    private readonly RealmSecrets _secrets;
    private readonly RealmMaker _maker;
    private readonly SigningKeys _keys;
    private readonly IDbContextFactory<RegistryContext> _contexts;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, KeycloakRealm> _realms = new(StringComparer.Ordinal);

    public KeycloakIdentityStore(
        string name, IdentityServerOptions server, IdentityOptions options, SigningKeys keys, SecretBox box, SecretHasher hasher, IDbContextFactory<RegistryContext> contexts, TimeProvider clock)
    {
        (_keys, _contexts, _clock) = (keys, contexts, clock);
        _server = new KeycloakServer(name, server, clock);
        _master = new KeycloakMaster(_server, hasher, clock);
        _secrets = new RealmSecrets(contexts, box, clock);
        _maker = new RealmMaker(_server, _master, _secrets, keys, options);
    }

    /// <inheritdoc />
    public Task EnsureRealmAsync(string realm, CancellationToken cancellationToken) => _maker.EnsureAsync(Realm(realm), cancellationToken);

    /// <inheritdoc />
    public async Task DeleteRealmAsync(string realm, CancellationToken cancellationToken)
    {
        // Without a row nothing was ever asked of Keycloak: a secret is stored before.
        if (await Realm(realm).ExistsAsync(cancellationToken))
        {
            await _master.DeleteAsync(realm, cancellationToken);
            await _secrets.DeleteAsync(realm, cancellationToken);
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await db.SigningKeys.Where(k => k.Realm == realm).ExecuteDeleteAsync(cancellationToken);
        if (_realms.TryRemove(realm, out var gone))
        {
            gone.Dispose();
        }
    }

    /// <inheritdoc />
    public string Issuer(string realm) => _server.Issuer(realm);

    /// <inheritdoc />
    public async Task<IReadOnlyList<RealmPublicKey>> PublicKeysAsync(string realm, CancellationToken cancellationToken)
    {
        var answer = await _server.KeySetAsync(realm, cancellationToken);
        return answer.Status switch
        {
            HttpStatusCode.OK => RealmPublicKeys.Read(answer.Body),
            HttpStatusCode.NotFound => [],
            _ => throw _server.Unexpected("a look at a realm's keys", answer),
        };
    }

    /// <summary>Gives connections and tokens up, at the end of the process.</summary>
    public void Close()
    {
        foreach (var realm in _realms.Values)
        {
            realm.Dispose();
        }

        _master.Dispose();
        _server.Dispose();
    }

    private KeycloakRealm Realm(string name) => _realms.GetOrAdd(name, n => new KeycloakRealm(n, _server, _secrets, _clock));

    /// <summary>The realm for a call about its users; null when no such realm was made.</summary>
    private async Task<KeycloakRealm?> FindRealmAsync(string name, CancellationToken cancellationToken)
    {
        var realm = Realm(name);
        return await realm.ExistsAsync(cancellationToken) ? realm : null;
    }
}
