using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kolaybase.Api;

/// <summary>What authentication and the project calls need of the control plane.</summary>
internal static class ControlPlaneParts
{
    public static void AddControlPlaneParts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => MasterKeyRing.Parse(builder.Configuration["Kolaybase:MasterKeys"] ?? ""));
        services.TryAddSingleton<SecretBox>();
        services.TryAddSingleton<SecretHasher>();
        services.Configure<DatabaseServersOptions>(builder.Configuration.GetSection(DatabaseServersOptions.Section));
        services.TryAddSingleton<ProjectDatabases>();
        services.AddPooledDbContextFactory<RegistryContext>(o => o.UseNpgsql(builder.Configuration.GetConnectionString("control")).UseSnakeCaseNamingConvention());
    }
}
