using Kolaybase.ControlPlane.Databases;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Tests.ControlPlane.Databases;

/// <summary>Which servers there are, and which of them new projects go to.</summary>
public class DatabaseServersReaderTests
{
    private const string Postgres = "Host=db;Username=u;Password=secret-p;Database=d";

    [Theory]
    [InlineData(null, "default")]
    [InlineData("", "default")]
    [InlineData(" pg2 ", "pg2")]
    [InlineData("default", "default")]
    public void New_projects_go_to_the_server_that_is_named_and_else_to_the_one_called_default(string? setting, string expected)
    {
        var (servers, faults) = Read(("Kolaybase:Databases:Default", setting), Server("default"), Server("pg2"));
        Assert.Empty(faults);
        Assert.Equal(expected, servers.Default);
    }

    [Fact]
    public void Where_another_server_is_named_none_needs_to_be_called_default()
    {
        var (servers, faults) = Read(("Kolaybase:Databases:Default", "pg2"), Server("pg2"));
        Assert.Empty(faults);
        Assert.Equal(["pg2"], servers.Keys);
    }

    [Theory]
    [InlineData("pg2", "Kolaybase:Databases:Default names the database server \"pg2\", but Kolaybase:DatabaseServers:pg2:Provisioner is not set.")]
    [InlineData("PG1", "Kolaybase:Databases:Default names the database server \"PG1\", but Kolaybase:DatabaseServers:PG1:Provisioner is not set.")]
    [InlineData("", "Kolaybase:DatabaseServers:default:Provisioner is not set: new projects would have no server. Set it, or name another server in Kolaybase:Databases:Default.")]
    public void A_server_that_is_not_configured_is_no_default(string setting, string expected) =>
        Assert.Equal(expected, Assert.Single(Read(("Kolaybase:Databases:Default", setting), Server("pg1")).Faults));

    [Fact]
    public void A_name_that_no_row_could_hold_is_refused()
    {
        var fault = Assert.Single(Read(Server("default"), Server(new string('x', 64))).Faults);
        Assert.EndsWith("must have a name of at most 63 characters.", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_of_a_server_is_told_without_its_value()
    {
        var (_, faults) = Read(
            Server("default"),
            ("Kolaybase:DatabaseServers:pg2:Provisioner", "Nonsense=secret-p"), ("Kolaybase:DatabaseServers:pg2:Bootstrap", "Host=db;Password=secret-p"), ("Kolaybase:DatabaseServers:pg2:PooledHost", "a b"));
        Assert.Contains(faults, f => f.StartsWith("Kolaybase:DatabaseServers:pg2:Provisioner", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith("Kolaybase:DatabaseServers:pg2:Bootstrap names no Username", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith("Kolaybase:DatabaseServers:pg2:PooledHost", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, f => f.Contains("secret-p", StringComparison.Ordinal));
    }

    private static (string Key, string? Value) Server(string name) => ($"Kolaybase:DatabaseServers:{name}:Provisioner", Postgres);

    private static (DatabaseServersOptions Servers, List<string> Faults) Read(params (string Key, string? Value)[] settings)
    {
        var faults = new List<string>();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value))).Build();
        return (DatabaseServersReader.Read(configuration, faults), faults);
    }
}
