using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Platform.Projects;

/// <summary>What a project has set for its data API (<c>/api/rest/v1</c>); what is null holds as the installation has it.</summary>
/// <param name="MaxRows">Most rows of one answer to the anon key and to signed-in users, 1 to 1,000,000; the service key has no cap.</param>
/// <param name="AllowUnfilteredWrites">Whether a PATCH or DELETE may touch every row when neither a filter, a limit nor max-affected says which.</param>
internal sealed record RestConfig(int? MaxRows = null, bool? AllowUnfilteredWrites = null)
{
    /// <summary>What a project's row holds.</summary>
    public static RestConfig Of(ProjectRestSettings settings) => new(settings.MaxRows, settings.AllowUnfilteredWrites);
}
