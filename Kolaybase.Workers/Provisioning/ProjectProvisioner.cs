using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Workers.Provisioning;

/// <summary>Makes a project, step by step.</summary>
public sealed class ProjectProvisioner(
    IDbContextFactory<RegistryContext> registry, ProjectRoles roles, ProjectDatabaseParts databases, ProjectStorage storage, ProjectRealms realms, StepTelemetry telemetry, Failpoints failpoints)
{
    /// <summary>Runs every step of <see cref="ProvisioningSteps"/>. The caller holds the project's lock.</summary>
    /// <exception cref="ProvisioningException">A step failed; running it all again is safe.</exception>
    public Task RunAsync(Project project, CancellationToken cancellationToken) => telemetry.WholeAsync(StepTelemetry.Provision, () => RunStepsAsync(project, cancellationToken));

    private async Task RunStepsAsync(Project project, CancellationToken cancellationToken)
    {
        foreach (var (name, failure, step) in Steps())
        {
            try
            {
                await telemetry.StepAsync(StepTelemetry.Provision, name, project.Id, () => step(project, cancellationToken));
            }
            catch (Exception exception) when (exception is not (ProvisioningException or OperationCanceledException))
            {
                throw new ProvisioningException(name, failure, exception);
            }

            failpoints.Hit(ProvisioningSteps.Failpoint(name));
        }
    }

    private (string Name, string Failure, Func<Project, CancellationToken, Task> Step)[] Steps() =>
    [
        (ProvisioningSteps.Roles, "The database server did not make the project's logins.", roles.EnsureAsync),
        (ProvisioningSteps.Database, "The database server did not make the project's database.", databases.CreateAsync),
        (ProvisioningSteps.Access, "The project's database could not be opened to its logins.", databases.OpenAsync),
        (ProvisioningSteps.Privileges, "The project's database could not be given its privileges.", databases.GrantAsync),
        (ProvisioningSteps.Storage, "The project's storage could not be prepared.", storage.EnsureAsync),
        (ProvisioningSteps.Realm, "The identity server did not make the project's realm.", realms.EnsureAsync),
        (ProvisioningSteps.Activate, "The project could not be marked as ready.", ActivateAsync),
    ];

    // Only from Provisioning: who asked for its deletion meanwhile wins, and that job removes all that was made.
    private async Task ActivateAsync(Project project, CancellationToken cancellationToken)
    {
        await using var context = await registry.CreateDbContextAsync(cancellationToken);
        await context.Projects
            .Where(p => p.Id == project.Id && p.Status == ProjectStatus.Provisioning)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, ProjectStatus.Active).SetProperty(x => x.StatusMessage, (string?)null), cancellationToken);
    }
}
