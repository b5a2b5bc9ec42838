using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>Services of sign-in with providers.</summary>
internal static class OAuthServices
{
    /// <summary>Registers them.</summary>
    /// <exception cref="ConfigurationFaultsException">A setting is wrong.</exception>
    public static IServiceCollection AddOAuth(this IServiceCollection services, IConfiguration configuration)
    {
        var faults = new List<string>();
        var options = OAuthOptionsReader.Read(configuration, faults);
        services.AddSingleton(faults.Count == 0 ? options : throw new ConfigurationFaultsException(faults));
        services.AddSingleton<OAuthProviders>();
        services.AddScoped<OAuthStates>();
        return services;
    }
}
