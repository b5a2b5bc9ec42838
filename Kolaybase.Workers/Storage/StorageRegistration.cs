using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Workers.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Workers.Storage;

/// <summary>Registers the work on projects' objects.</summary>
public static class StorageRegistration
{
    /// <summary>Needs the control plane's services.</summary>
    public static IServiceCollection AddStorageJobs(this IServiceCollection services) => services
        .AddSingleton<ProjectStorageAccess>()
        .AddJobHandler<RemoveObjects, RemoveObjectsHandler>()
        .AddJobHandler<DeleteBucket, DeleteBucketHandler>()
        .AddJobHandler<CheckStorage, CheckStorageHandler>()
        .AddSingleton<StorageSweep>()
        .AddHostedService(provider => provider.GetRequiredService<StorageSweep>());
}
