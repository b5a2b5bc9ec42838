using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kolaybase.Workers.Provisioning;

/// <summary>Removes a project's parts when its row says so. It stays <see cref="ProjectStatus.Deleting"/> until the row is gone: there is no way back from a removed database.</summary>
internal sealed class DeleteProjectHandler(RegistryContext context, NpgsqlDataSource control, ProjectRemover remover) : IJobHandler<DeleteProject>
{
    /// <summary>When it comes back where somebody else is making or removing the project.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public async Task RunAsync(DeleteProject job, JobAttempt attempt, CancellationToken cancellationToken)
    {
        // A restore holds it for hours: a job that waited would keep a place of the worker's and, by its transaction, a snapshot of the control database.
        await using var held = await AdvisoryLock.TryTakeAsync(control, AdvisoryLock.OfProject(job.ProjectId), cancellationToken) ?? throw new JobPostponedException(Pause);
        var project = await context.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == job.ProjectId, cancellationToken);
        if (project is not { Status: ProjectStatus.Deleting })
        {
            return;
        }

        try
        {
            await remover.RunAsync(project, cancellationToken);
        }
        catch (ProvisioningException exception) when (!attempt.IsLast)
        {
            await ReportAsync(project.Id, $"{exception.PublicMessage} It is being tried again (attempt {attempt.Number + 1} of {attempt.Of}).", cancellationToken);
            throw;
        }
    }

    public async Task<GivenUp> GiveUpAsync(DeleteProject job, Exception cause, CancellationToken cancellationToken)
    {
        await ReportAsync(
            job.ProjectId,
            $"{(cause as ProvisioningException)?.PublicMessage ?? "The project could not be removed."} Delete the project again to go on; if it fails again, ask whoever runs this server to look at the log of the workers.",
            cancellationToken);
        return GivenUp.DeadLetter;
    }

    private Task<int> ReportAsync(Guid id, string message, CancellationToken cancellationToken) => context.Projects
        .Where(p => p.Id == id && p.Status == ProjectStatus.Deleting)
        .ExecuteUpdateAsync(p => p.SetProperty(x => x.StatusMessage, message), cancellationToken);
}
