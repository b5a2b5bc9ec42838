using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Http.Callers;

/// <summary>What an API key opens.</summary>
/// <param name="Project">Its project; null when nobody has this key.</param>
/// <param name="Kind">What it may do.</param>
internal sealed record ProjectKeyMatch(ProjectRef? Project, ProjectKeyKind Kind)
{
    public static ProjectKeyMatch Nothing { get; } = new(null, ProjectKeyKind.Anon);
}
