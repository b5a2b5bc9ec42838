using Kolaybase.ControlPlane.Objects;

namespace Kolaybase.ControlPlane.Registry;

/// <summary>
/// What a request needs to know of a project: an immutable copy of its row, kept in caches for
/// seconds. Passwords stay sealed in it.
/// </summary>
/// <param name="Id">The project.</param>
/// <param name="TeamId">Its team.</param>
/// <param name="Status">Its status when it was read.</param>
/// <param name="Database">Where its database is.</param>
/// <param name="IdentityServer">Name of the identity server of its end users, see <see cref="Identity.IdentityStores"/>.</param>
/// <param name="AllowedOrigins">Browser origins that its key-authenticated endpoints answer; empty means any.</param>
/// <param name="Rest">What it has set for its data API.</param>
public sealed record ProjectRef(
    Guid Id, Guid TeamId, ProjectStatus Status, ProjectDatabase Database, string IdentityServer, IReadOnlyList<string> AllowedOrigins, ProjectRestSettings Rest)
{
    /// <summary>Name of the store of its objects, see <see cref="Objects.ObjectStores"/>.</summary>
    public string ObjectStore { get; init; } = ObjectStoresOptions.Files;

    /// <summary>Bytes that all its objects together may have; null means the installation's quota.</summary>
    public long? StorageQuotaBytes { get; init; }

    /// <summary>Copies a row.</summary>
    public static ProjectRef From(Project row) => new(
        row.Id,
        row.TeamId,
        row.Status,
        new ProjectDatabase(row.Id, row.DatabaseServer, row.DatabaseName, row.OwnerRole, row.OwnerPasswordSealed, row.AuthenticatorRole, row.AuthenticatorPasswordSealed),
        row.IdentityServer,
        [.. row.AllowedOrigins],
        row is { RestMaxRows: null, RestAllowUnfilteredWrites: null } ? ProjectRestSettings.None : new(row.RestMaxRows, row.RestAllowUnfilteredWrites))
    {
        ObjectStore = row.ObjectStore,
        StorageQuotaBytes = row.StorageQuotaBytes,
    };
}

/// <summary>Where a project's database is and which logins it has; passwords are sealed.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Server">Name of the server in the configuration.</param>
/// <param name="Name">Database name.</param>
/// <param name="OwnerRole">Login that owns it.</param>
/// <param name="OwnerPasswordSealed">Its password, see <see cref="SecretPurposes.OwnerPassword"/>.</param>
/// <param name="AuthenticatorRole">Login of the data API.</param>
/// <param name="AuthenticatorPasswordSealed">Its password, see <see cref="SecretPurposes.AuthenticatorPassword"/>.</param>
public sealed record ProjectDatabase(
    Guid ProjectId,
    string Server,
    string Name,
    string OwnerRole,
    string OwnerPasswordSealed,
    string AuthenticatorRole,
    string AuthenticatorPasswordSealed)
{
    /// <summary>Never prints the sealed passwords.</summary>
    public override string ToString() => $"{Server}/{Name}";
}
