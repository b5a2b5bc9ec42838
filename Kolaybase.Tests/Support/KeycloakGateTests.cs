using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kolaybase.Tests.Support;

/// <summary>The gate itself loses nothing that it was not told to lose.</summary>
public sealed class KeycloakGateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_in_the_servers_stead_arrives_though_the_request_has_a_large_body()
    {
        await using var gate = await KeycloakGate.StartAsync("http://127.0.0.1:9");
        gate.Before = (_, _) => Task.FromResult<int?>(503);
        using var client = new HttpClient();
        for (var i = 0; i < 20; i++)
        {
            using var content = new ByteArrayContent(new byte[4 * 1024 * 1024]);
            content.Headers.Add("Content-Type", "application/octet-stream");
            using var answer = await client.PostAsync(gate.Url, content, Cancel);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_server_that_ends_a_connection_as_its_second_request_comes_does_no_harm()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = ServeAsync(listener, stop.Token);
        await using var gate = await KeycloakGate.StartAsync($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        using var client = new HttpClient();
        for (var i = 0; i < 5; i++)
        {
            using var content = new StringContent("x");
            using var answer = await client.PostAsync(gate.Url, content, Cancel);
            Assert.Equal((HttpStatusCode.OK, "ok"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel)));
        }

        await stop.CancelAsync();
        await server;
    }

    /// <summary>Answers the first request of a connection and hangs up in the middle of the second.</summary>
    private static async Task ServeAsync(TcpListener listener, CancellationToken stop)
    {
        var all = new List<Task>();
        try
        {
            while (true)
            {
                all.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop), stop));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(all);
        }
    }

    private static async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                var buffer = new byte[4096];
                var request = "";
                while (!request.EndsWith("\r\n\r\nx", StringComparison.Ordinal) && await client.GetStream().ReadAsync(buffer, stop) is > 0 and var count)
                {
                    request += Encoding.ASCII.GetString(buffer, 0, count);
                }

                await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), stop);
                // The second request, or the other side's end.
                _ = await client.GetStream().ReadAsync(buffer, stop);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The test is over, or the other side has hung up.
            }
        }
    }
}
