namespace Kolaybase.ControlPlane.Jobs;

/// <summary>Makes the parts of a project whose row says <c>Provisioning</c>; safe to run any number of times.</summary>
/// <param name="ProjectId">The project.</param>
public sealed record ProvisionProject(Guid ProjectId);

/// <summary>Removes all parts of a project whose row says <c>Deleting</c>, the row last; safe to run any number of times.</summary>
/// <param name="ProjectId">The project.</param>
public sealed record DeleteProject(Guid ProjectId);
