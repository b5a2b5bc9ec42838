using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Http.Callers;

/// <summary>Endpoint metadata: who may call. The last one on an endpoint counts, so a route may ask for more than its group.</summary>
/// <param name="Kind">How the caller is found.</param>
/// <param name="Access">What the call does to a project, for <see cref="CallerKind.ProjectByPath"/>, <see cref="CallerKind.ProjectByName"/> and <see cref="CallerKind.ProjectByKey"/>.</param>
/// <param name="MinimumTeamRole">For <see cref="CallerKind.ProjectMember"/> only.</param>
internal sealed record CallerRequirement(CallerKind Kind, ProjectAccess Access = ProjectAccess.Read, TeamRole MinimumTeamRole = TeamRole.Viewer);

/// <summary>How the caller is found.</summary>
internal enum CallerKind
{
    /// <summary>A platform token.</summary>
    PlatformUser,

    /// <summary>A platform token of a member of the team of the project in the path, whatever the project's status.</summary>
    ProjectMember,

    /// <summary>A platform token or an API key, for the active project in the path.</summary>
    ProjectByPath,

    /// <summary>A platform token or an API key, for the active project that the body or the query names; see <see cref="NamedProjects"/>.</summary>
    ProjectByName,

    /// <summary>As <see cref="ProjectByPath"/>, or nobody at all: the handler says what is open to everybody.</summary>
    ProjectByPathOrNobody,

    /// <summary>Whoever has an address that the handler finds to be signed, for the active project in the path.</summary>
    ProjectBySignature,

    /// <summary>An API key, which names the active project.</summary>
    ProjectByKey,

    /// <summary>An anon key in the URL, for pages that links in mails open.</summary>
    ProjectByUrlKey,
}
