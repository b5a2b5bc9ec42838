using Kolaybase.Api.Http;
using Kolaybase.Api.Platform.Activity;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Platform.Projects;

/// <summary>Projects: <c>/api/projects</c> (contract, section 2.3).</summary>
internal static class ProjectsApi
{
    /// <summary>Maps the calls. Who is no member of a project's team gets 404 for it.</summary>
    public static void MapProjects(this IEndpointRouteBuilder routes)
    {
        var projects = routes.MapGroup("/api/projects").WithTags("Projects").RequirePlatformUser().Refuses(401).NeverCached();
        projects.MapGet("/", ListProjects.HandleAsync).AddEndpointFilter(SingleParameters.Filter).Refuses(400, 404).WithName("listProjects").WithSummary("The projects of the caller's teams");
        projects.MapPost("/", CreateProject.HandleAsync).Refuses(400, 403, 404, 409, 413, 415).WithName("createProject").WithSummary("Make a project (developer)");

        var project = projects.MapGroup("/{id:guid}").Refuses(404);
        project.MapGet("/", ReadProject.HandleAsync).RequireProjectMember().WithName("readProject").WithSummary("One project");
        project.MapGet("/connect", ReadConnect.HandleAsync).RequireProjectMember().WithName("readConnect").WithSummary("How to reach a project");
        project.MapGet("/rest/config", ReadRestConfig.Handle).RequireProjectMember().WithName("readRestConfig").WithSummary("What a project has set for its data API");
        project.MapGet("/activity", ListActivity.HandleAsync).AddEndpointFilter(SingleParameters.Filter).RequireProjectMember().Refuses(400).WithName("listActivity").WithSummary("Who changed a project's schema or ran SQL, the newest first");

        var changes = project.MapGroup("").RequireProjectMember(TeamRole.Developer).Refuses(403);
        changes.MapPatch("/", ChangeProject.HandleAsync).Refuses(400, 409, 413, 415).WithName("changeProject").WithSummary("Rename or describe a project (developer)");
        changes.MapPut("/rest/config", PutRestConfig.HandleAsync).Refuses(400, 409, 413, 415).WithName("putRestConfig").WithSummary("Set how a project's data API behaves (developer)");
        changes.MapDelete("/", DeleteProject.HandleAsync).WithName("deleteProject").WithSummary("Delete a project and all that is in it (developer)");
        changes.MapPost("/retry", RetryProject.HandleAsync).Refuses(409).WithName("retryProject").WithSummary("Try again to make a project whose status is FAILED (developer)");
    }
}
