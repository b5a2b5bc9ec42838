using Kolaybase.ControlPlane.Databases;

namespace Kolaybase.Tests.ControlPlane.Databases;

public class ServerAddressTests
{
    private const string Provisioner = "Host=10.0.0.5;Port=5433;Username=p;Password=secret;Database=postgres";

    [Theory]
    [InlineData("", "10.0.0.5", 5433)]
    [InlineData("db.example.com", "db.example.com", 5433)]
    [InlineData("db.example.com:6543", "db.example.com", 6543)]
    [InlineData("[2001:db8::1]:6543", "2001:db8::1", 6543)]
    [InlineData("2001:db8::1", "2001:db8::1", 5433)]
    public void What_is_not_configured_comes_from_the_provisioner(string configured, string host, int port) =>
        Assert.Equal((host, port), ServerAddress.Parse(configured, Provisioner));

    [Theory]
    [InlineData("Host=/var/run/postgresql;Username=p", "localhost", 5432)]
    [InlineData("Host=first:5433,second:5434;Username=p", "first", 5433)]
    [InlineData("Host=first,second;Port=5435;Username=p", "first", 5435)]
    public void Sockets_and_lists_of_hosts_become_one_address(string provisioner, string host, int port) =>
        Assert.Equal((host, port), ServerAddress.Parse("", provisioner));

    [Theory]
    [InlineData("db.example.com", true)]
    [InlineData("10.0.0.5:5432", true)]
    [InlineData("[::1]:5432", true)]
    [InlineData("db.example.com:", false)]
    [InlineData("db.example.com:0", false)]
    [InlineData("db.example.com:70000", false)]
    [InlineData("db example", false)]
    [InlineData("user@host", false)]
    [InlineData("postgresql://host/db", false)]
    public void Only_a_host_with_or_without_a_port_is_an_address(string text, bool valid) => Assert.Equal(valid, ServerAddress.IsValid(text));

    [Fact]
    public void Without_a_pooler_pooled_is_direct()
    {
        var server = new DatabaseServerOptions { Provisioner = Provisioner };
        Assert.Equal(server.PublicAddress, server.PooledAddress);
        Assert.DoesNotContain("secret", server.ToString(), StringComparison.Ordinal);
    }
}
