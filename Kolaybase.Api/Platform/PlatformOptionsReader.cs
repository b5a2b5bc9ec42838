using System.Globalization;

namespace Kolaybase.Api.Platform;

/// <summary>Reads <see cref="PlatformOptions"/>; every fault in one message.</summary>
internal static class PlatformOptionsReader
{
    private const string Section = "Kolaybase:Platform";

    /// <exception cref="InvalidOperationException">At least one value is wrong.</exception>
    public static PlatformOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var faults = new List<string>();
        var defaults = new PlatformOptions();
        var options = new PlatformOptions
        {
            ProjectsPerTeam = Number(section, nameof(PlatformOptions.ProjectsPerTeam), defaults.ProjectsPerTeam, 100_000, faults),
            InvitesPerTeam = Number(section, nameof(PlatformOptions.InvitesPerTeam), defaults.InvitesPerTeam, 100_000, faults),
            ProjectWaitSeconds = Number(section, nameof(PlatformOptions.ProjectWaitSeconds), defaults.ProjectWaitSeconds, 50, faults),
            TeamsPerAccount = Number(section, nameof(PlatformOptions.TeamsPerAccount), defaults.TeamsPerAccount, 100_000, faults),
            InvitesNeedVerifiedEmail = Flag(section, nameof(PlatformOptions.InvitesNeedVerifiedEmail), defaults.InvitesNeedVerifiedEmail, faults),
        };
        return faults.Count == 0 ? options : throw new InvalidOperationException("The configuration has faults: " + string.Join(" ", faults));
    }

    private static int Number(IConfigurationSection section, string name, int fallback, int most, List<string> faults)
    {
        var text = section[name];
        if (string.IsNullOrWhiteSpace(text))
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most)
        {
            return value;
        }

        faults.Add($"{Section}:{name} must be a whole number from 1 to {most}.");
        return fallback;
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
