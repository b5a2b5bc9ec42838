using Microsoft.Extensions.Configuration;

namespace Kolaybase.ControlPlane.Logs;

/// <summary>How much is kept of projects' requests and jobs; section <c>Kolaybase:Logs</c>.</summary>
public sealed record LogOptions
{
    /// <summary>Days that entries are kept, 1 to 90; empty means 7.</summary>
    public int Days { get; init; } = 7;

    /// <summary>Entries that are kept of one project, the newest, 100 to 10,000,000; empty means 100,000.</summary>
    public int PerProject { get; init; } = 100_000;

    /// <summary>Entries of one project that one process keeps of a second, 0 to 100,000, as many again of refusals, and of jobs; the others are counted. 0 keeps no logs at all; empty means 100.</summary>
    public int PerSecond { get; init; } = 100;

    /// <summary>Whether anything is kept.</summary>
    public bool Enabled => PerSecond > 0;

    /// <summary>Reads the section; what is not set keeps its default.</summary>
    internal static LogOptions Read(IConfiguration configuration, List<string> faults)
    {
        var section = configuration.GetSection("Kolaybase:Logs");
        var defaults = new LogOptions();
        return new LogOptions
        {
            Days = NumberSetting.Read(section, nameof(Days), defaults.Days, 1, 90, faults),
            PerProject = NumberSetting.Read(section, nameof(PerProject), defaults.PerProject, 100, 10_000_000, faults),
            PerSecond = NumberSetting.Read(section, nameof(PerSecond), defaults.PerSecond, 0, 100_000, faults),
        };
    }
}
