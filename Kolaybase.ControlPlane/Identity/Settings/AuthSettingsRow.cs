namespace Kolaybase.ControlPlane.Identity.Settings;

/// <summary>A project's <see cref="AuthSettings"/> in the control database; a project without a row has the defaults.</summary>
public sealed class AuthSettingsRow
{
    /// <summary>The project.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary><see cref="AuthSettings"/> as JSON.</summary>
    public required string Settings { get; set; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }
}
