using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.Tests.Auth.Support;

/// <summary>An identity server that does not answer: nothing listens there.</summary>
internal static class AwayServer
{
    public const string Name = "away";

    /// <summary>Settings of a process that knows it.</summary>
    public static (string Key, string Value)[] Settings { get; } =
    [
        ($"{IdentityServersOptions.Section}:{Name}:Url", "http://127.0.0.1:9"),
        ($"{IdentityServersOptions.Section}:{Name}:AdminUser", "admin"),
        ($"{IdentityServersOptions.Section}:{Name}:AdminPassword", "admin"),
    ];

    /// <summary>The row that a realm has there.</summary>
    public static async Task AddRealmAsync(RegistryContext db, SecretBox box, string realm)
    {
        db.Set<IdentityRealm>().Add(new IdentityRealm
        {
            Name = realm,
            Server = Name,
            ClientSecretSealed = box.Seal("secret", SecretPurposes.RealmClientSecret, realm),
            CreatedAt = DateTimeOffset.UnixEpoch,
        });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
