using Kolaybase.Api.Http;
using Kolaybase.Api.Http.RequestLog;
using Kolaybase.Api.Platform.Teams;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Projects;

/// <summary>
/// <c>POST /api/projects</c>: row, keys and the job that makes the parts in one transaction; then
/// waits for the job, so that the answer normally says <c>ACTIVE</c>. A project that failed meanwhile
/// or is not ready in time is answered all the same (201 with <c>FAILED</c> or <c>PROVISIONING</c>): it
/// exists, and can be read, retried or deleted. Names need not be unique: two calls make two projects.
/// </summary>
internal static class CreateProject
{
    /// <param name="Name">1 to 100 characters on one line.</param>
    /// <param name="TeamId">The owning team; left out, the caller's own: his personal team, else the oldest that he owns.</param>
    /// <param name="Description">Up to 2,000 characters.</param>
    public sealed record Request(string Name, Guid? TeamId = null, string? Description = null);

    public static async Task<Results<Created<ProjectAnswer>, Accepted<ProjectAnswer>>> HandleAsync(
        Request request, PlatformUser caller, HttpContext context, RegistryContext db, TeamAccess access, ProjectFactory factory, ProjectKeyIssuer keys,
        JobQueue jobs, ProjectArrival arrival, ProjectAnswers answers, PlatformOptions options, CancellationToken cancellationToken)
    {
        var name = request.Name.Trim();
        new Faults().CheckProject(name, request.Description).ThrowIfAny();
        var teamId = request.TeamId ?? await OwnTeamAsync(db, caller, cancellationToken);

        var project = factory.Create(name, request.Description ?? "", teamId, caller.AccountId);
        project.Keys.Add(keys.Create(project.Id, ProjectKeyKind.Anon).Row);
        project.Keys.Add(keys.Create(project.Id, ProjectKeyKind.Service).Row);
        TeamRole role;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            (_, role) = await access.LockAsync(teamId, caller.AccountId, TeamRole.Developer, cancellationToken);
            if (await db.Projects.CountAsync(p => p.TeamId == teamId, cancellationToken) >= options.ProjectsPerTeam)
            {
                throw new ApiException(409, ErrorCodes.TeamLimit, $"The team has {options.ProjectsPerTeam} projects, which is the most.", hint: "Delete one, or use another team.");
            }

            db.Projects.Add(project);
            await db.SaveChangesAsync(cancellationToken);
            await jobs.EnqueueAsync(db, new ProvisionProject(project.Id), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        NotedProject.Set(context, project.Id);
        var address = $"/api/projects/{project.Id}";
        if (RespondAsync.Apply(context))
        {
            return TypedResults.Accepted(address, answers.Make(project, role));
        }

        await arrival.WaitAsync(project.Id, cancellationToken);
        return TypedResults.Created(address, answers.Make(await db.ReadAsync(project.Id, cancellationToken), role));
    }

    private static async Task<Guid> OwnTeamAsync(RegistryContext db, PlatformUser caller, CancellationToken cancellationToken)
    {
        var own = await db.TeamMembers
            .Where(m => m.AccountId == caller.AccountId && m.Role == TeamRole.Owner)
            .Join(db.Teams, m => m.TeamId, t => t.Id, (_, t) => t)
            .OrderByDescending(t => t.Personal).ThenBy(t => t.CreatedAt)
            .Select(t => (Guid?)t.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return own ?? throw new ApiException(400, ErrorCodes.NoTeam, "\"teamId\" is required: you own no team.", hint: "GET /api/teams lists yours; POST /api/teams makes one.");
    }
}
