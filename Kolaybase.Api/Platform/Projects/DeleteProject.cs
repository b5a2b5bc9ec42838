using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Projects;

/// <summary><c>DELETE /api/projects/{id}</c>: from now on no key opens it; the job removes its parts, the row last. Repeating the call changes nothing, unless the job has failed meanwhile (the status message says so): then it is enqueued anew.</summary>
internal static class DeleteProject
{
    public static async Task<Accepted<ProjectAnswer>> HandleAsync(
        Guid id, ProjectCaller caller, RegistryContext db, JobQueue jobs, ProjectAnswers answers, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var changed = await db.Projects.Where(p => p.Id == id && (p.Status != ProjectStatus.Deleting || p.StatusMessage != null)).ExecuteUpdateAsync(
            s => s.SetProperty(p => p.Status, ProjectStatus.Deleting).SetProperty(p => p.StatusMessage, (string?)null),
            cancellationToken);
        var project = await db.ReadAsync(id, cancellationToken);
        if (changed > 0)
        {
            await jobs.EnqueueAsync(db, new ControlPlane.Jobs.DeleteProject(id), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Accepted($"/api/projects/{id}", answers.Make(project, caller.Member!.Role));
    }
}
