using System.Net;
using System.Net.Sockets;
using Kolaybase.AppHost.Embedded;
using Kolaybase.Embedded;
using Kolaybase.Embedded.Processes;

namespace Kolaybase.Tests.AppHost;

public class ListenAddressesTests
{
    [Fact]
    public void The_option_wins_over_the_variable()
    {
        var (one, other) = (ServerPort.Free(), ServerPort.Free());

        Assert.Equal($"http://localhost:{one}", ListenAddresses.Choose($"http://localhost:{one}", $"http://localhost:{other}").Urls);
        Assert.Equal($"http://localhost:{other}", ListenAddresses.Choose(null, $"http://localhost:{other}").Urls);
        Assert.Equal($"http://localhost:{other}", ListenAddresses.Choose(" ", $"http://localhost:{other}").Urls);
    }

    [Theory]
    [InlineData("http://*:{0}", "http://localhost:{0}")]
    [InlineData("http://+:{0}", "http://localhost:{0}")]
    [InlineData("http://0.0.0.0:{0}", "http://localhost:{0}")]
    [InlineData("http://[::]:{0}", "http://localhost:{0}")]
    [InlineData("http://127.0.0.1:{0}", "http://127.0.0.1:{0}")]
    [InlineData("http://127.0.0.1:{0};http://[::1]:{0}", "http://127.0.0.1:{0}")]
    public void The_base_url_is_the_first_address_as_a_browser_takes_it(string urls, string baseUrl)
    {
        var port = ServerPort.Free();
        var addresses = ListenAddresses.Choose(Format(urls, port), null);

        Assert.Equal(Format(urls, port), addresses.Urls);
        Assert.Equal(Format(baseUrl, port), addresses.BaseUrl);
    }

    [Fact]
    public void Port_zero_becomes_a_free_port_that_links_can_name()
    {
        var addresses = ListenAddresses.Choose("http://127.0.0.1:0", null);

        Assert.InRange(new Uri(addresses.BaseUrl).Port, 1, 65535);
        Assert.Equal(addresses.BaseUrl, addresses.Urls);
    }

    [Fact]
    public void A_taken_port_is_refused_with_a_way_to_choose_another()
    {
        using var occupant = new TcpListener(IPAddress.Loopback, 0);
        occupant.Start();
        var port = ((IPEndPoint)occupant.LocalEndpoint).Port;

        var refusal = Assert.Throws<EmbeddedException>(() => ListenAddresses.Choose($"http://localhost:{port}", null));
        Assert.Contains($"Port {port}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--urls", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ASPNETCORE_URLS", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://localhost:4000")]
    [InlineData("http://unix:/run/x.sock")]
    [InlineData(";")]
    public void What_is_no_address_is_refused_by_name(string urls) =>
        Assert.Contains(urls, Assert.Throws<EmbeddedException>(() => ListenAddresses.Choose(urls, null)).Message, StringComparison.Ordinal);

    private static string Format(string text, int port) => text.Replace("{0}", $"{port}", StringComparison.Ordinal);
}
