using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ServiceDefaults;
using Kolaybase.Workers.Auth;
using Kolaybase.Workers.Backup;
using Kolaybase.Workers.Jobs;
using Kolaybase.Workers.Mail;
using Kolaybase.Workers.Maintenance;
using Kolaybase.Workers.Provisioning;
using Kolaybase.Workers.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Workers;

/// <summary>Builds the host of the background work; <c>Program</c> and the AppHost run the same one.</summary>
public static class WorkerHost
{
    /// <summary>Builds the host; the caller starts it. Settings come from appsettings.json beside the program, the environment and the command line.</summary>
    /// <param name="args">Settings as <c>--key value</c>.</param>
    /// <param name="configure">Adds settings or services before they are read.</param>
    /// <exception cref="ConfigurationFaultsException">The configuration is incomplete or malformed.</exception>
    public static IHost Build(string[] args, Action<IHostApplicationBuilder>? configure = null)
    {
        // Not the folder one happens to stand in: it may hold another program's appsettings.json.
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
        // Every statement would be a line.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        configure?.Invoke(builder);
        builder.AddServiceDefaults();
        builder.Services.AddSingleton(ServicePart.Workers);
        builder.AddControlPlane();
        // First in the list: servers and schema are ready before any job is taken.
        builder.Services.AddHostedService<PrepareAtStart>();
        builder.Services.AddProvisioning();
        builder.Services.AddHostedService<ObjectStoreAtStart>();
        builder.Services.AddHostedService<PlatformRealm>();
        builder.Services.AddMail(builder.Configuration);
        builder.Services.AddUserJobs();
        builder.Services.AddStorageJobs();
        builder.Services.AddBackup(builder.Configuration);
        builder.Services.AddScoped<Cleanup>();
        builder.Services.AddSingleton<IndexBuildTurns>();
        builder.Services.AddJobHandler<BuildIndex, BuildIndexHandler>();
        builder.Services.AddHostedService<CleanupLoop>();
        builder.Services.AddSingleton(WatchdogOptions.Read(builder.Configuration));
        builder.Services.AddSingleton<SessionWatchdog>();
        builder.Services.AddHostedService<WatchdogLoop>();
        builder.Services.AddJobs(builder.Configuration);
        return builder.Build();
    }
}
