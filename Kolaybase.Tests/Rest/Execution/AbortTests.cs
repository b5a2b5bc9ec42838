using System.Net.Sockets;
using System.Text;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Execution;

public class AbortTests
{
    private const string Slow = "create view slow as select pg_sleep(60)::text as s;";
    private const string Endless = "create view endless as select i, repeat('x', 10000) as t from generate_series(1, 10000000) i;";

    [Fact]
    public async Task A_client_that_leaves_cancels_its_statement()
    {
        await using var host = await RestHost.StartAsync(18, Slow);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/rest/v1/slow");
        request.Headers.Add("X-Test-Claims", "{}");
        var answer = host.Client.SendAsync(request, leave.Token);
        await RunningAsync(host, 1);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await RunningAsync(host, 0);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_is_cut_off_and_its_connection_is_free_again()
    {
        await using var host = await RestHost.StartAsync(18, Endless, connections: 1, settings: ("StalledReaderMilliseconds", 200));
        using var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes("GET /api/rest/v1/endless HTTP/1.1\r\nHost: x\r\nX-Test-Claims: {}\r\n\r\n"), TestContext.Current.CancellationToken);
        await RunningAsync(host, 1);

        await RunningAsync(host, 0);
        Assert.Equal("""[{"i":1}]""", (await host.GetAsync("endless?select=i&limit=1")).Body);
    }

    private static Task RunningAsync(RestHost host, long count) =>
        Eventually.TrueAsync(async () => await host.Database.RunningAsync() == count, $"{count} statements run", TestContext.Current.CancellationToken, TimeSpan.FromSeconds(20));
}
