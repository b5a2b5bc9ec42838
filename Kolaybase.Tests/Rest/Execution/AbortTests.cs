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
        using var client = await AskAsync(host, "endless");
        await RunningAsync(host, 1);

        await RunningAsync(host, 0);
        Assert.Equal("""[{"i":1}]""", (await host.GetAsync("endless?select=i&limit=1")).Body);
    }

    [Fact]
    public async Task A_client_that_never_stops_taking_is_cut_off_when_the_whole_took_too_long()
    {
        await using var host = await RestHost.StartAsync(18, Endless, connections: 1, settings: ("StreamMilliseconds", 1500));
        using var client = await AskAsync(host, "endless");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));

        // Never long without a piece, and never at the end.
        var piece = new byte[16 * 1024];
        var taken = 0L;
        var ended = false;
        while (!ended)
        {
            try
            {
                var read = await client.GetStream().ReadAsync(piece, patience.Token);
                (taken, ended) = (taken + read, read == 0);
            }
            catch (IOException)
            {
                // Reset, as it should be: half an answer never looks whole.
                ended = true;
            }
        }

        Assert.True(taken > 2 * piece.Length, $"only {taken} bytes came");
        await RunningAsync(host, 0);
        Assert.Equal("""[{"i":1}]""", (await host.GetAsync("endless?select=i&limit=1")).Body);
    }

    private static async Task<TcpClient> AskAsync(RestHost host, string path)
    {
        var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"GET /api/rest/v1/{path} HTTP/1.1\r\nHost: x\r\nX-Test-Claims: {{}}\r\n\r\n"), TestContext.Current.CancellationToken);
        return client;
    }

    private static Task RunningAsync(RestHost host, long count) =>
        Eventually.TrueAsync(async () => await host.Database.RunningAsync() == count, $"{count} statements run", TestContext.Current.CancellationToken, TimeSpan.FromSeconds(20));
}
