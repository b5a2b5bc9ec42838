using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Workers.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Workers.Provisioning;

/// <summary>Registers what makes and removes projects.</summary>
public static class ProvisioningRegistration
{
    /// <summary>Needs the control plane's services.</summary>
    public static IServiceCollection AddProvisioning(this IServiceCollection services) => services
        .AddSingleton<StepTelemetry>()
        .AddSingleton<ProjectRoles>()
        .AddSingleton<ProjectDatabaseParts>()
        .AddSingleton<ProjectStorage>()
        .AddSingleton<ProjectRealms>()
        .AddSingleton<RetiredRoles>()
        .AddSingleton<LoginLimits>()
        .AddSingleton<ProjectProvisioner>()
        .AddSingleton<ProjectRemover>()
        .AddJobHandler<ProvisionProject, ProvisionProjectHandler>()
        .AddJobHandler<DeleteProject, DeleteProjectHandler>();
}
