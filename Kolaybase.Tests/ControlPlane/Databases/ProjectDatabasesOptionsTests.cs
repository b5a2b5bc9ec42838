using Kolaybase.ControlPlane.Databases;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Tests.ControlPlane.Databases;

public class ProjectDatabasesOptionsTests
{
    [Fact]
    public void What_is_not_set_keeps_its_default() => Assert.Equal((new ProjectDatabasesOptions(), 0), Read());

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1000", 1000)]
    public void No_statement_or_more_may_be_kept_prepared(string value, int expected) => Assert.Equal((new ProjectDatabasesOptions { Prepared = expected }, 0), Read(("Prepared", value)));

    [Theory]
    [InlineData("PerProject", "0")]
    [InlineData("PerProject", "101")]
    [InlineData("PerServer", "0")]
    [InlineData("SqlPerProject", "0")]
    [InlineData("SqlPerServer", "x")]
    [InlineData("Prepared", "-1")]
    [InlineData("Prepared", "1001")]
    public void A_value_out_of_its_range_is_a_fault(string key, string value) => Assert.Equal(1, Read((key, value)).Faults);

    private static (ProjectDatabasesOptions Options, int Faults) Read(params (string Key, string Value)[] settings)
    {
        var faults = new List<string>();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Kolaybase:ProjectConnections:{s.Key}", (string?)s.Value))).Build();
        return (ProjectDatabasesOptions.Read(configuration, faults), faults.Count);
    }
}
