using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.ControlPlane;

/// <summary>Reads a setting that is a whole number.</summary>
public static class NumberSetting
{
    /// <summary>The number, or what it is when nothing is set.</summary>
    /// <param name="configuration">The settings; a section's path goes into the fault.</param>
    /// <param name="key">The setting's key in them.</param>
    /// <param name="otherwise">Taken when nothing is set, and when what is set is a fault.</param>
    /// <param name="least">Smallest that is allowed, 0 or more.</param>
    /// <param name="most">Greatest that is allowed.</param>
    /// <param name="faults">Gets a sentence that names the setting and its range.</param>
    public static int Read(IConfiguration configuration, string key, int otherwise, int least, int most, List<string> faults)
    {
        var text = configuration[key];
        if (string.IsNullOrWhiteSpace(text))
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        faults.Add($"{(configuration is IConfigurationSection section ? $"{section.Path}:" : "")}{key} must be a whole number from {least} to {most}.");
        return otherwise;
    }
}
