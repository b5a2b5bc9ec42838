using System.Net;
using System.Net.Sockets;
using Kolaybase.Embedded;
using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Embedded.Processes;

public sealed class ServerPortTests : IDisposable
{
    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_last_port_is_taken_again()
    {
        var ports = new ServerPort(null, _folder.Combine("port"));
        var port = ports.Choose("a server");
        ports.Remember(port);

        Assert.Equal(port, new ServerPort(null, _folder.Combine("port")).Choose("a server"));
    }

    [Fact]
    public void Another_is_taken_while_the_last_one_is_occupied()
    {
        using var occupant = Occupy(out var port);
        var ports = new ServerPort(null, _folder.Combine("port"));
        ports.Remember(port);

        Assert.NotEqual(port, ports.Choose("a server"));
    }

    [Fact]
    public void A_configured_port_that_is_occupied_is_refused_by_name()
    {
        using var occupant = Occupy(out var port);

        var refusal = Assert.Throws<EmbeddedException>(() => new ServerPort(port, _folder.Combine("port")).Choose("the test's server"));
        Assert.Contains($"Port {port}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("the test's server", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("what")]
    [InlineData("0")]
    [InlineData("70000")]
    public void A_damaged_memory_is_ignored(string text)
    {
        File.WriteAllText(_folder.Combine("port"), text);

        Assert.InRange(new ServerPort(null, _folder.Combine("port")).Choose("a server"), 1, 65535);
    }

    private static TcpListener Occupy(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }
}
