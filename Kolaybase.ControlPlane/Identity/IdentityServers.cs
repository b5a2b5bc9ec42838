using System.Collections.Frozen;
using Kolaybase.ControlPlane.Identity.Keycloak;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>The stores on identity servers, one for each that is configured; made once for a process, since they keep connections and tokens of ours.</summary>
public sealed class IdentityServers : IDisposable
{
    private readonly FrozenDictionary<string, KeycloakIdentityStore> _stores;

    /// <summary>Makes them; nothing is called yet.</summary>
    public IdentityServers(
        IdentityServersOptions servers, IdentityOptions options, SigningKeys keys, SecretBox box, SecretHasher hasher, IDbContextFactory<RegistryContext> contexts, TimeProvider clock)
    {
        Options = servers;
        _stores = servers.ToFrozenDictionary(s => s.Key, s => new KeycloakIdentityStore(s.Key, s.Value, options, keys, box, hasher, contexts, clock), StringComparer.Ordinal);
    }

    /// <summary>Their settings.</summary>
    public IdentityServersOptions Options { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var store in _stores.Values)
        {
            store.Close();
        }
    }

    internal IIdentityStore? Find(string name) => _stores.GetValueOrDefault(name);
}
