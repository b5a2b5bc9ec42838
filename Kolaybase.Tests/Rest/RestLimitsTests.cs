using Kolaybase.Api.Rest;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Tests.Rest;

public class RestLimitsTests
{
    [Fact]
    public void Without_settings_the_documented_defaults_hold() => Assert.Equal(new RestLimits(), RestLimits.Read(new ConfigurationBuilder().Build()));

    [Fact]
    public void Settings_replace_defaults() => Assert.Equal(new RestLimits { RowCap = 5, Schema = "api" }, Read(("RowCap", "5"), ("Schema", "api")));

    [Fact]
    public void All_faults_are_told_together()
    {
        var message = Assert.Throws<InvalidOperationException>(() => Read(("RowCap", "0"), ("Filters", "-1"))).Message;

        Assert.Contains("Kolaybase:Rest:RowCap", message, StringComparison.Ordinal);
        Assert.Contains("Kolaybase:Rest:Filters", message, StringComparison.Ordinal);
    }

    private static RestLimits Read(params (string Name, string Value)[] settings) => RestLimits.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Kolaybase:Rest:{s.Name}", (string?)s.Value))).Build());
}
