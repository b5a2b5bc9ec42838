using Kolaybase.ControlPlane.Logs;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Tests.ControlPlane.Logs;

public class LogOptionsTests
{
    [Fact]
    public void Nothing_configured_is_what_the_options_say()
    {
        var (options, faults) = Read();
        Assert.Empty(faults);
        Assert.Equal(new LogOptions { Days = 7, PerProject = 100_000, PerSecond = 100 }, options);
        Assert.True(options.Enabled);
    }

    [Fact]
    public void Every_number_can_be_set_and_no_entries_a_second_is_no_log()
    {
        var (options, faults) = Read(("Days", "30"), ("PerProject", "100"), ("PerSecond", "0"));
        Assert.Empty(faults);
        Assert.Equal(new LogOptions { Days = 30, PerProject = 100, PerSecond = 0 }, options);
        Assert.False(options.Enabled);
    }

    [Fact]
    public void All_faults_are_told_together()
    {
        var (_, faults) = Read(("Days", "0"), ("PerProject", "99"), ("PerSecond", "-1"));
        Assert.Equal(
            [
                "Kolaybase:Logs:Days must be a whole number from 1 to 90.",
                "Kolaybase:Logs:PerProject must be a whole number from 100 to 10000000.",
                "Kolaybase:Logs:PerSecond must be a whole number from 0 to 100000.",
            ],
            faults);
    }

    private static (LogOptions Options, List<string> Faults) Read(params (string Key, string Value)[] settings)
    {
        var faults = new List<string>();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Kolaybase:Logs:{s.Key}", (string?)s.Value))).Build();
        return (LogOptions.Read(configuration, faults), faults);
    }
}
