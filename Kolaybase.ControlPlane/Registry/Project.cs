namespace Kolaybase.ControlPlane.Registry;

/// <summary>A project: one database, one realm, one set of buckets. The row says on which servers they live.</summary>
public sealed class Project
{
    /// <summary>Public identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>The owning team.</summary>
    public required Guid TeamId { get; init; }

    /// <summary>Shown name, 1 to 100 characters.</summary>
    public required string Name { get; set; }

    /// <summary>Free text of up to 2,000 characters; empty when none was given.</summary>
    public string Description { get; set; } = "";

    /// <summary>Where it is in its life.</summary>
    public required ProjectStatus Status { get; set; }

    /// <summary>What a user should know or do about <see cref="Status"/>; null when there is nothing to say.</summary>
    public string? StatusMessage { get; set; }

    /// <summary>Name of the database server in the configuration.</summary>
    public required string DatabaseServer { get; init; }

    /// <summary>Name of the identity server in the configuration; <c>builtin</c> is the built-in store.</summary>
    public required string IdentityServer { get; init; }

    /// <summary>Name of the object store in the configuration; <c>files</c> is the data folder.</summary>
    public required string ObjectStore { get; init; }

    /// <summary>Database name; opaque, so that it tells other tenants nothing.</summary>
    public required string DatabaseName { get; init; }

    /// <summary>Login that owns the database and runs DDL and SQL.</summary>
    public required string OwnerRole { get; init; }

    /// <summary>Password of <see cref="OwnerRole"/>, sealed with purpose <see cref="SecretPurposes.OwnerPassword"/> and owner = project id.</summary>
    public required string OwnerPasswordSealed { get; set; }

    /// <summary>NOINHERIT login of the data API, which becomes anon, authenticated or service_role.</summary>
    public required string AuthenticatorRole { get; init; }

    /// <summary>Password of <see cref="AuthenticatorRole"/>, sealed with purpose <see cref="SecretPurposes.AuthenticatorPassword"/> and owner = project id.</summary>
    public required string AuthenticatorPasswordSealed { get; set; }

    /// <summary>Browser origins that the key-authenticated endpoints answer; empty means any.</summary>
    public List<string> AllowedOrigins { get; init; } = [];

    /// <summary>Its own <see cref="ProjectRestSettings.MaxRows"/>; null means the installation's.</summary>
    public int? RestMaxRows { get; set; }

    /// <summary>Its own <see cref="ProjectRestSettings.AllowUnfilteredWrites"/>; null means the installation's.</summary>
    public bool? RestAllowUnfilteredWrites { get; set; }

    /// <summary>Bytes that all its objects together may have; null means the installation's quota. Set by the operator.</summary>
    public long? StorageQuotaBytes { get; set; }

    /// <summary>When its objects were last handed to a check; null means never.</summary>
    public DateTimeOffset? StorageCheckedAt { get; set; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The platform user who asked for it.</summary>
    public required Guid CreatedBy { get; init; }

    /// <summary>API keys, current and revoked.</summary>
    public List<ProjectKey> Keys { get; init; } = [];
}

/// <summary>Life of a project.</summary>
public enum ProjectStatus
{
    /// <summary>The worker is making its parts.</summary>
    Provisioning,

    /// <summary>Ready.</summary>
    Active,

    /// <summary>A step failed for good; <see cref="Project.StatusMessage"/> says what to do.</summary>
    Failed,

    /// <summary>The worker is removing its parts; the row goes last.</summary>
    Deleting,
}
