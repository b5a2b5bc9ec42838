using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kolaybase.Workers.Jobs;

/// <summary>Registers the work on the queue.</summary>
public static class JobRegistration
{
    /// <summary>Takes jobs from the queue while the host runs; needs the control plane's services.</summary>
    /// <exception cref="ControlPlane.ConfigurationFaultsException">The section <c>Kolaybase:Jobs</c> is wrong.</exception>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(JobOptions.Read(configuration))
        .AddSingleton<JobSignal>()
        .AddSingleton<JobLog>()
        .AddHostedService<JobListener>()
        .AddHostedService<JobWorker>()
        .AddHostedService<QueueGauge>();

    /// <summary>Says who does a kind of job, unless somebody was named before; the kind is one of <see cref="ControlPlane.Jobs.JobTypes"/>.</summary>
    public static IServiceCollection AddJobHandler<TJob, THandler>(this IServiceCollection services)
        where THandler : class, IJobHandler<TJob>
    {
        services.TryAddScoped<IJobHandler<TJob>, THandler>();
        return services;
    }
}
