namespace Kolaybase.ControlPlane.Registry;

/// <summary>An API key of a project: hashed to be found, sealed to be shown again.</summary>
public sealed class ProjectKey
{
    /// <summary>Identifier of the row.</summary>
    public required Guid Id { get; init; }

    /// <summary>The project it opens.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>What it may do.</summary>
    public required ProjectKeyKind Kind { get; init; }

    /// <summary>HMAC of the key, purpose <see cref="SecretPurposes.ProjectKey"/>.</summary>
    public required string Hash { get; init; }

    /// <summary>The key, sealed with purpose <see cref="SecretPurposes.ProjectKey"/> and owner = <see cref="Id"/>.</summary>
    public required string Sealed { get; set; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stopped working; null while it works. At most one working key of a kind.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>Kinds of API key.</summary>
public enum ProjectKeyKind
{
    /// <summary>Public: database role <c>anon</c>.</summary>
    Anon,

    /// <summary>Secret: database role <c>service_role</c>, which bypasses row level security.</summary>
    Service,
}
