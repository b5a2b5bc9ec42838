using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Workers.Backup;

/// <summary>Registers what dumps a project and restores it.</summary>
public static class BackupRegistration
{
    /// <summary>Needs the control plane's services and those of provisioning.</summary>
    public static IServiceCollection AddBackup(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(new PostgresPrograms(configuration[PostgresPrograms.FolderKey]))
        .AddSingleton<DatabaseDump>()
        .AddSingleton<DatabaseRestore>()
        .AddSingleton<ObjectDump>()
        .AddScoped<UserDump>()
        .AddScoped<SettingsDump>()
        .AddScoped<ProjectDump>()
        .AddScoped<ProjectRestore>();
}
