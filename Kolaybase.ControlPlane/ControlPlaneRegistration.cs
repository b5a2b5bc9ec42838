using Kolaybase.ControlPlane.Audit;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Logs;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.ControlPlane.Objects;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kolaybase.ControlPlane;

/// <summary>Registers what Api and Workers share.</summary>
public static class ControlPlaneRegistration
{
    /// <summary>Reads the configuration and registers the control plane.</summary>
    /// <exception cref="ConfigurationFaultsException">The configuration is incomplete or malformed; all faults are in the message.</exception>
    public static IHostApplicationBuilder AddControlPlane(this IHostApplicationBuilder builder)
    {
        builder.Services.AddControlPlane(builder.Configuration);
        return builder;
    }

    /// <summary>Reads the configuration and registers the control plane.</summary>
    /// <exception cref="ConfigurationFaultsException">The configuration is incomplete or malformed; all faults are in the message.</exception>
    public static IServiceCollection AddControlPlane(this IServiceCollection services, IConfiguration configuration)
    {
        var (options, servers, connections, logs, keys) = ControlPlaneConfiguration.Read(configuration);
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(Options.Create(servers));
        services.AddSingleton(connections);
        services.AddSingleton(keys);
        services.AddSingleton<SecretBox>();
        services.AddSingleton<SecretHasher>();
        services.AddSingleton(new Failpoints(options.Failpoint));
        AddRegistry(services, options);
        services.AddIdentity(configuration);
        services.AddObjectStores(configuration);
        services.AddSingleton<RedisConnection>();
        services.AddSingleton<ServerAdmins>();
        services.AddSingleton<JobMetrics>();
        services.AddSingleton<JobQueue>();
        services.AddSingleton<MailOutbox>();
        services.AddScoped<FailedMails>();
        services.AddSingleton<AuditLog>();
        services.AddScoped<AuditEntries>();
        services.AddSingleton(logs);
        services.AddSingleton<LogMetrics>();
        services.AddSingleton<ProjectLog>();
        services.AddScoped<LogEntries>();
        services.AddScoped<LogPruning>();
        // Among the first to start, and so among the last to stop: what others do on their way out is written too.
        services.AddHostedService<LogWriter>();
        services.AddSingleton(SmtpPolicy.Read(configuration));
        services.AddSingleton<DeadLetters>();
        services.AddSingleton<ProjectConnections>();
        services.AddSingleton<ProjectDatabases>();
        services.AddSingleton<ServerBootstrap>();
        services.AddSingleton<ControlPlaneStartup>();
        return services;
    }

    private static void AddRegistry(IServiceCollection services, ControlPlaneOptions options)
    {
        // The only NpgsqlDataSource in the container is the control database's; projects' are reached through ProjectDatabases.
        services.AddSingleton(provider => ControlDataSource.Create(options.Control, provider));
        // No retry strategy: it would forbid transactions of our own, which jobs are enqueued in. A lost
        // connection fails one request (which its client repeats) or one attempt of a job (which the queue repeats).
        services.AddPooledDbContextFactory<RegistryContext>((provider, builder) =>
            RegistryOptions.Apply(builder, b => b.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<RegistryContext>>().CreateDbContext());
        services.AddSingleton<ControlDatabase>();
        services.AddSingleton<ProjectFactory>();
        services.AddSingleton<ProjectKeyIssuer>();
    }
}
