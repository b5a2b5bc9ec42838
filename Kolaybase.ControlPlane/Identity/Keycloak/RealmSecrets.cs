using System.Collections.Concurrent;
using System.Security.Cryptography;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>The secrets of our clients inside realms. One is stored before its realm is made, so that a run that ended in between is completed with the same one.</summary>
internal sealed class RealmSecrets(IDbContextFactory<RegistryContext> contexts, SecretBox box, TimeProvider clock)
{
    private const int SecretBytes = 32;
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>The realm's secret, or null when no realm of that name was ever made.</summary>
    public async Task<string?> FindAsync(string realm, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(realm, out var known))
        {
            return known;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.IdentityRealms.AsNoTracking().SingleOrDefaultAsync(r => r.Name == realm, cancellationToken);
        return row is null ? null : _known[realm] = box.Open(row.ClientSecretSealed, SecretPurposes.RealmClientSecret, realm);
    }

    /// <summary>The realm's secret, made when there is none; of several makers one wins.</summary>
    public async Task<string> EnsureAsync(string realm, string server, CancellationToken cancellationToken)
    {
        var sealedSecret = box.Seal(Base64UrlText.Encode(RandomNumberGenerator.GetBytes(SecretBytes)), SecretPurposes.RealmClientSecret, realm);
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into identity_realms (name, server, client_secret_sealed, created_at) values ({realm}, {server}, {sealedSecret}, {clock.GetStorableUtcNow()})
                on conflict (name) do update set server = excluded.server
                """,
                cancellationToken);
        }

        Forget(realm);
        return await FindAsync(realm, cancellationToken) ?? throw new InvalidOperationException($"The realm {realm} has no secret right after one was made.");
    }

    /// <summary>Removes what is stored of a realm.</summary>
    public async Task DeleteAsync(string realm, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.IdentityRealms.Where(r => r.Name == realm).ExecuteDeleteAsync(cancellationToken);
        Forget(realm);
    }

    /// <summary>Has the next look-up read the row.</summary>
    public void Forget(string realm) => _known.TryRemove(realm, out _);
}
