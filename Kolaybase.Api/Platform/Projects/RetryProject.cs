using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Projects;

/// <summary><c>POST /api/projects/{id}/retry</c>, a call of ours beside the contract: has the steps of a <c>FAILED</c> project run again.</summary>
internal static class RetryProject
{
    public static async Task<Accepted<ProjectAnswer>> HandleAsync(
        Guid id, ProjectCaller caller, RegistryContext db, JobQueue jobs, ProjectAnswers answers, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var changed = await db.Projects.Where(p => p.Id == id && p.Status == ProjectStatus.Failed).ExecuteUpdateAsync(
            s => s.SetProperty(p => p.Status, ProjectStatus.Provisioning).SetProperty(p => p.StatusMessage, (string?)null),
            cancellationToken);
        var project = await db.ReadAsync(id, cancellationToken);
        if (changed == 0)
        {
            throw new ApiException(409, ErrorCodes.WrongProjectStatus, $"Only a project whose status is FAILED can be retried; this one is {project.Status.ToString().ToUpperInvariant()}.");
        }

        await jobs.EnqueueAsync(db, new ProvisionProject(id), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Accepted($"/api/projects/{id}", answers.Make(project, caller.Member!.Role));
    }
}
