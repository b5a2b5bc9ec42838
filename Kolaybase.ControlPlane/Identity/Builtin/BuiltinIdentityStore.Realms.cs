using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity.Builtin;

/// <summary>Realms: here no more than a name and a signing key.</summary>
public sealed partial class BuiltinIdentityStore
{
    /// <inheritdoc />
    public Task EnsureRealmAsync(string realm, CancellationToken cancellationToken) => keys.EnsureAsync(realm, cancellationToken);

    /// <inheritdoc />
    public async Task DeleteRealmAsync(string realm, CancellationToken cancellationToken)
    {
        await db.IdentityUsers.Where(u => u.Realm == realm).ExecuteDeleteAsync(cancellationToken);
        await db.SigningKeys.Where(k => k.Realm == realm).ExecuteDeleteAsync(cancellationToken);
    }

    /// <inheritdoc />
    public string Issuer(string realm) => Realms.Issuer(options.PublicUrl, realm);

    /// <inheritdoc />
    public async Task<IReadOnlyList<RealmPublicKey>> PublicKeysAsync(string realm, CancellationToken cancellationToken) =>
        await db.SigningKeys.AsNoTracking().Where(k => k.Realm == realm).OrderByDescending(k => k.CreatedAt)
            .Select(k => new RealmPublicKey(k.KeyId, k.Algorithm, k.PublicKey)).ToListAsync(cancellationToken);
}
