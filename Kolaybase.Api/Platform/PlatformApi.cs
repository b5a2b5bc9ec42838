using Kolaybase.Api.Platform.Accounts;
using Kolaybase.Api.Platform.Keys;
using Kolaybase.Api.Platform.Projects;
using Kolaybase.Api.Platform.Teams;

namespace Kolaybase.Api.Platform;

/// <summary>Accounts, teams, projects and their keys (contract, section 2).</summary>
public static class PlatformApi
{
    /// <summary>Registers what the calls need; expects the control plane and identity.</summary>
    public static void AddPlatform(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(PlatformOptionsReader.Read(builder.Configuration));
        builder.Services.AddSingleton<ProjectAnswers>();
        builder.Services.AddSingleton<ProjectArrival>();
        builder.Services.AddScoped<SessionAnswers>();
        builder.Services.AddScoped<TeamAccess>();
    }

    /// <summary>Maps the calls.</summary>
    public static void MapPlatform(this IEndpointRouteBuilder routes)
    {
        routes.MapAccounts();
        routes.MapTeams();
        routes.MapProjects();
        routes.MapProjectKeys();
    }
}
