using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Http.Callers;

/// <summary>Finds a project together with the caller's place in its team. Not cached: who leaves a team is out at once.</summary>
internal sealed class ProjectMembers(IDbContextFactory<RegistryContext> contexts)
{
    /// <summary>Null when there is no such project or the account is no member of its team: the caller can't tell which.</summary>
    public async Task<(ProjectRef Project, ProjectMember Member)?> FindAsync(Guid projectId, Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await (
            from project in context.Projects.AsNoTracking()
            where project.Id == projectId
            join member in context.TeamMembers.AsNoTracking() on project.TeamId equals member.TeamId
            where member.AccountId == accountId
            select new { Project = project, member.Role }).FirstOrDefaultAsync(cancellationToken);
        return row is null ? null : (ProjectRef.From(row.Project), new ProjectMember(accountId, row.Role));
    }
}
