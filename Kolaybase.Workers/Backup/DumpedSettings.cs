using Kolaybase.ControlPlane.Identity.Settings;

namespace Kolaybase.Workers.Backup;

/// <summary>What a project has set, in a dump. Secrets in it stay sealed under the master key that they were sealed with.</summary>
internal sealed record DumpedSettings
{
    /// <summary>Browser origins that its endpoints answer.</summary>
    public required IReadOnlyList<string> AllowedOrigins { get; init; }

    /// <summary>See <see cref="ControlPlane.Registry.Project.RestMaxRows"/>.</summary>
    public int? RestMaxRows { get; init; }

    /// <summary>See <see cref="ControlPlane.Registry.Project.RestAllowUnfilteredWrites"/>.</summary>
    public bool? RestAllowUnfilteredWrites { get; init; }

    /// <summary>See <see cref="ControlPlane.Registry.Project.StorageQuotaBytes"/>.</summary>
    public long? StorageQuotaBytes { get; init; }

    /// <summary>How end users sign up and in.</summary>
    public required AuthSettings Auth { get; init; }
}
