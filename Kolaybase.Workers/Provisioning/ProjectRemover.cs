using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Logs;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Workers.Provisioning;

/// <summary>Removes a project, step by step, its row last.</summary>
public sealed class ProjectRemover(
    IDbContextFactory<RegistryContext> registry, ProjectRoles roles, ProjectDatabaseParts databases, ProjectStorage storage, ProjectRealms realms, StepTelemetry telemetry, Failpoints failpoints)
{
    /// <summary>Runs every step of <see cref="DeletionSteps"/>. The caller holds the project's lock.</summary>
    /// <exception cref="ProvisioningException">A step failed; running it all again is safe.</exception>
    public Task RunAsync(Project project, CancellationToken cancellationToken) => telemetry.WholeAsync(StepTelemetry.Delete, () => RunStepsAsync(project, cancellationToken));

    private async Task RunStepsAsync(Project project, CancellationToken cancellationToken)
    {
        foreach (var (name, failure, step) in Steps())
        {
            try
            {
                await telemetry.StepAsync(StepTelemetry.Delete, name, project.Id, () => step(project, cancellationToken));
            }
            catch (Exception exception) when (exception is not (ProvisioningException or OperationCanceledException))
            {
                throw new ProvisioningException(name, failure, exception);
            }

            failpoints.Hit(DeletionSteps.Failpoint(name));
        }
    }

    private (string Name, string Failure, Func<Project, CancellationToken, Task> Step)[] Steps() =>
    [
        (DeletionSteps.Close, "The project's database could not be closed.", databases.CloseAsync),
        (DeletionSteps.Database, "The project's database could not be dropped.", databases.DropAsync),
        (DeletionSteps.Roles, "The project's logins could not be dropped.", roles.DropAsync),
        (DeletionSteps.Objects, "The bytes of the project's objects could not be removed.", storage.DeleteAsync),
        (DeletionSteps.Identity, "The project's users could not be removed.", realms.DeleteAsync),
        (DeletionSteps.Row, "The project's entry could not be removed.", RemoveRowAsync),
    ];

    private async Task RemoveRowAsync(Project project, CancellationToken cancellationToken)
    {
        await using var context = await registry.CreateDbContextAsync(cancellationToken);
        await LogPruning.RemoveAsync(context, project.Id, cancellationToken);
        await context.Projects.Where(p => p.Id == project.Id && p.Status == ProjectStatus.Deleting).ExecuteDeleteAsync(cancellationToken);
    }
}
