using Kolaybase.ControlPlane;

namespace Kolaybase.Api.Platform;

/// <summary>Reads <see cref="PlatformOptions"/>; every fault in one message.</summary>
internal static class PlatformOptionsReader
{
    private const string Section = "Kolaybase:Platform";

    /// <exception cref="ConfigurationFaultsException">At least one value is wrong.</exception>
    public static PlatformOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var faults = new List<string>();
        var defaults = new PlatformOptions();
        var options = new PlatformOptions
        {
            ProjectsPerTeam = NumberSetting.Read(section, nameof(PlatformOptions.ProjectsPerTeam), defaults.ProjectsPerTeam, 1, 100_000, faults),
            InvitesPerTeam = NumberSetting.Read(section, nameof(PlatformOptions.InvitesPerTeam), defaults.InvitesPerTeam, 1, 100_000, faults),
            ProjectWaitSeconds = NumberSetting.Read(section, nameof(PlatformOptions.ProjectWaitSeconds), defaults.ProjectWaitSeconds, 1, 50, faults),
            TeamsPerAccount = NumberSetting.Read(section, nameof(PlatformOptions.TeamsPerAccount), defaults.TeamsPerAccount, 1, 100_000, faults),
            InvitesNeedVerifiedEmail = Flag(section, nameof(PlatformOptions.InvitesNeedVerifiedEmail), defaults.InvitesNeedVerifiedEmail, faults),
        };
        return faults.Count == 0 ? options : throw new ConfigurationFaultsException(faults);
    }

    private static bool Flag(IConfigurationSection section, string name, bool fallback, List<string> faults)
    {
        var text = section[name];
        if (string.IsNullOrWhiteSpace(text))
        {
            return fallback;
        }

        if (!bool.TryParse(text, out var value))
        {
            faults.Add($"{Section}:{name} must be true or false.");
        }

        return value;
    }
}
