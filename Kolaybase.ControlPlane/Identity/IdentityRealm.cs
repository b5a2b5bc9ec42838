namespace Kolaybase.ControlPlane.Identity;

/// <summary>What we have to remember of a realm that lives on an identity server.</summary>
public sealed class IdentityRealm
{
    /// <summary>The realm.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the identity server in the configuration.</summary>
    public required string Server { get; init; }

    /// <summary>Secret of the service client inside the realm, sealed with purpose <see cref="SecretPurposes.RealmClientSecret"/> and owner = <see cref="Name"/>.</summary>
    public required string ClientSecretSealed { get; set; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
