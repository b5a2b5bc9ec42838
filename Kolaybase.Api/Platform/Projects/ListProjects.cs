using Kolaybase.Api.Http;
using Kolaybase.Api.Platform.Teams;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Projects;

/// <summary><c>GET /api/projects</c>, the oldest first; <c>?teamId=</c> narrows it to one team.</summary>
internal static class ListProjects
{
    public static async Task<Ok<ProjectAnswer[]>> HandleAsync(
        Guid? teamId, PlatformUser caller, RegistryContext db, TeamAccess access, ProjectAnswers answers, CancellationToken cancellationToken)
    {
        if (teamId is { } team)
        {
            await access.RequireAsync(team, caller.AccountId, TeamRole.Viewer, cancellationToken);
        }

        var roles = await db.TeamMembers
            .Where(m => m.AccountId == caller.AccountId && (teamId == null || m.TeamId == teamId))
            .ToDictionaryAsync(m => m.TeamId, m => m.Role, cancellationToken);
        var projects = await db.WithKeys()
            .Where(p => roles.Keys.Contains(p.TeamId))
            .OrderBy(p => p.CreatedAt).ThenBy(p => p.Id)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(projects.Select(p => answers.Make(p, roles[p.TeamId])).ToArray());
    }
}
