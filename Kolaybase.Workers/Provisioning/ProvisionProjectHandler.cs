using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kolaybase.Workers.Provisioning;

/// <summary>Makes a project's parts as long as its row wants them.</summary>
internal sealed class ProvisionProjectHandler(RegistryContext context, NpgsqlDataSource control, ProjectProvisioner provisioner) : IJobHandler<ProvisionProject>
{
    public async Task RunAsync(ProvisionProject job, JobAttempt attempt, CancellationToken cancellationToken)
    {
        await using var held = await AdvisoryLock.TakeAsync(control, AdvisoryLock.OfProject(job.ProjectId), cancellationToken);
        // A dead letter that an operator re-queued: the project says that work on it goes on.
        await context.Projects
            .Where(p => p.Id == job.ProjectId && p.Status == ProjectStatus.Failed)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, ProjectStatus.Provisioning), cancellationToken);
        var project = await context.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == job.ProjectId, cancellationToken);
        if (project is not { Status: ProjectStatus.Provisioning })
        {
            // Made by an earlier run, or deleted meanwhile.
            return;
        }

        try
        {
            await provisioner.RunAsync(project, cancellationToken);
        }
        catch (ProvisioningException exception) when (!attempt.IsLast)
        {
            await ReportAsync(project.Id, ProjectStatus.Provisioning, $"{exception.PublicMessage} It is being tried again (attempt {attempt.Number + 1} of {attempt.Of}).", cancellationToken);
            throw;
        }
    }

    public async Task<GivenUp> GiveUpAsync(ProvisionProject job, Exception cause, CancellationToken cancellationToken)
    {
        await ReportAsync(
            job.ProjectId,
            ProjectStatus.Failed,
            $"{(cause as ProvisioningException)?.PublicMessage ?? "The project could not be made."} Retry it now or later, or delete the project; if it fails again, ask whoever runs this server to look at the log of the workers.",
            cancellationToken);
        return GivenUp.DeadLetter;
    }

    private Task<int> ReportAsync(Guid id, ProjectStatus status, string message, CancellationToken cancellationToken) => context.Projects
        .Where(p => p.Id == id && p.Status == ProjectStatus.Provisioning)
        .ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, status).SetProperty(x => x.StatusMessage, message), cancellationToken);
}
