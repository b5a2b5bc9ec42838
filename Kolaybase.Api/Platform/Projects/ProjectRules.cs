using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Api.Platform.Projects;

/// <summary>Limits of what a project is called and described as.</summary>
internal static class ProjectRules
{
    public const int MaxDescription = 2000;

    public const string DescriptionFault = "must have at most 2000 characters and no control characters but line ends and tabs";

    /// <summary>Notes what is wrong; null means that the field was left out.</summary>
    public static Faults CheckProject(this Faults faults, string? trimmedName, string? description) => faults
        .Check(trimmedName is null || DisplayName.Accepts(trimmedName), "name", DisplayName.Fault)
        .Check(description is null || IsText(description), "description", DescriptionFault);

    private static bool IsText(string text) => text.Length <= MaxDescription && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));
}
