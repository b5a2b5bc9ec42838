using Kolaybase.ControlPlane.Identity.Builtin;
using Kolaybase.ControlPlane.Identity.OAuth;
using Kolaybase.ControlPlane.Identity.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>Services of identity.</summary>
public static class IdentityServices
{
    /// <summary>Registers them; expects the registry's contexts, <c>SecretBox</c>, <c>SecretHasher</c> and the clock.</summary>
    /// <exception cref="ConfigurationFaultsException">A setting is wrong.</exception>
    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(Read(configuration.GetSection("Kolaybase")));
        services.AddSingleton(ReadServers(configuration));
        services.AddSingleton<IdentityServers>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<PasswordHashes>();
        services.AddScoped<BuiltinIdentityStore>();
        services.AddScoped<IdentityStores>();
        services.AddScoped<AuthSettingsStore>();
        // Whoever asks for no project's store means that of the platform's own users.
        services.AddScoped(provider => provider.GetRequiredService<IdentityStores>().Platform);
        services.AddScoped<Sessions>();
        services.AddScoped<TokenRevocations>();
        services.AddScoped<AttemptLimiter>();
        services.AddScoped<SignInGuard>();
        services.AddScoped<PasswordChecks>();
        services.AddScoped<NewUsers>();
        services.AddScoped<OneTimeCodes>();
        services.AddScoped<PendingSignUps>();
        services.AddScoped<IdentityCleanup>();
        services.AddOAuth(configuration);
        return services;
    }

    private static IdentityServersOptions ReadServers(IConfiguration configuration)
    {
        var faults = new List<string>();
        var servers = IdentityServersOptions.Read(configuration, faults);
        return faults.Count == 0 ? servers : throw new ConfigurationFaultsException(faults);
    }

    private static IdentityOptions Read(IConfigurationSection section)
    {
        var defaults = new IdentityOptions();
        var faults = new List<string>();
        var iterations = NumberSetting.Read(section, "PasswordIterations", defaults.PasswordIterations, 1000, 10_000_000, faults);
        return faults.Count > 0 ? throw new ConfigurationFaultsException(faults) : new IdentityOptions
        {
            PublicUrl = string.IsNullOrWhiteSpace(section["PublicUrl"]) ? defaults.PublicUrl : section["PublicUrl"]!.TrimEnd('/'),
            PasswordIterations = iterations,
        };
    }
}
