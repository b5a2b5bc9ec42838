using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Platform.Projects;

/// <summary>Makes answers of rows, with as much of the keys as the caller's role may see.</summary>
internal sealed class ProjectAnswers(ProjectKeyIssuer keys, HttpOptions options)
{
    /// <summary>Base of the data API; the key names the project.</summary>
    public string RestUrl { get; } = options.PublicUrl + "/api/rest/v1";

    /// <summary>The answer for a row that was read with its working keys.</summary>
    public ProjectAnswer Make(Project row, TeamRole role) => new(
        row.Id,
        row.Name,
        row.Description,
        row.TeamId,
        row.Status,
        row.StatusMessage,
        RestUrl,
        Reveal(row, ProjectKeyKind.Anon),
        role >= TeamRole.Developer ? Reveal(row, ProjectKeyKind.Service) : null,
        row.CreatedAt);

    private string Reveal(Project row, ProjectKeyKind kind) => keys.Reveal(row.Keys.Single(k => k.Kind == kind && k.RevokedAt is null));
}
