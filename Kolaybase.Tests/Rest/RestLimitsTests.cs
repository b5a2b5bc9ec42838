using Kolaybase.Api.Rest;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Registry;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Tests.Rest;

public class RestLimitsTests
{
    [Fact]
    public void Without_settings_the_documented_defaults_hold() => Assert.Equal(new RestLimits(), RestLimits.Read(new ConfigurationBuilder().Build()));

    [Fact]
    public void Settings_replace_defaults() => Assert.Equal(new RestLimits { RowCap = 5 }, Read(("RowCap", "5")));

    [Fact]
    public void Schemas_are_a_list_or_a_text_with_commas_and_the_first_is_the_default()
    {
        Assert.Equal(["api", "public"], Read(("Schemas", " api, public,api ")).Schemas);
        Assert.Equal(["b", "a,c"], Read(("Schemas:0", "b"), ("Schemas:1", "a,c")).Schemas);
        Assert.Equal("api", Read(("Schemas", "api,public")).Schema);
        Assert.Equal("public", Read(("RowCap", "5")).Schema);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    public void No_schema_at_all_is_a_fault(string value) =>
        Assert.Contains("Kolaybase:Rest:Schemas", Assert.Throws<ConfigurationFaultsException>(() => Read(("Schemas", value))).Message, StringComparison.Ordinal);

    [Fact]
    public void All_faults_are_told_together()
    {
        var message = Assert.Throws<ConfigurationFaultsException>(() => Read(("RowCap", "0"), ("Filters", "-1"))).Message;

        Assert.Contains("Kolaybase:Rest:RowCap", message, StringComparison.Ordinal);
        Assert.Contains("Kolaybase:Rest:Filters", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, 1000, true)]
    [InlineData(5, null, 5, true)]
    [InlineData(2000, false, 2000, false)]
    [InlineData(null, false, 1000, false)]
    public void What_a_project_has_set_goes_before_the_installation(int? maxRows, bool? unfiltered, int expectedRows, bool expectedUnfiltered)
    {
        var limits = new RestLimits { AllowUnfilteredWrites = true, Filters = 7 };

        Assert.Equal(limits with { RowCap = expectedRows, AllowUnfilteredWrites = expectedUnfiltered }, limits.Of(new(maxRows, unfiltered)));
    }

    [Fact]
    public void A_project_without_settings_costs_no_copy()
    {
        var limits = new RestLimits();

        Assert.Same(limits, limits.Of(ProjectRestSettings.None));
    }

    private static RestLimits Read(params (string Name, string Value)[] settings) => RestLimits.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Kolaybase:Rest:{s.Name}", (string?)s.Value))).Build());
}
