using System.Net;
using System.Net.Sockets;

namespace Kolaybase.Tests.ControlPlane.Objects.Support;

/// <summary>Stands in front of a server and passes bytes on, until a test wants them damaged, cut or held back.</summary>
internal sealed class ByteGate : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly int _port;
    private readonly Task _accepting;

    public ByteGate(int port)
    {
        _port = port;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Flips a bit of what clients send, far behind the headers.</summary>
    public bool Damage { get; set; }

    /// <summary>Closes connections when so many bytes have come from the server on one; null passes all.</summary>
    public long? CutAnswersAfter { get; set; }

    /// <summary>Closes connections when so many bytes have come from the client on one; null passes all.</summary>
    public long? CutRequestsAfter { get; set; }

    /// <summary>Closes every new connection at once.</summary>
    public bool Down { get; set; }

    /// <summary>Answers this to every request instead of the server, as raw HTTP; null passes them on.</summary>
    public string? Answer { get; set; }

    /// <summary>Connections so far.</summary>
    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                Connections++;
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            if (Down)
            {
                return;
            }

            try
            {
                if (Answer is { } answer)
                {
                    await ReadRequestAsync(client.GetStream());
                    await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer), _ended.Token);
                    client.Client.Shutdown(SocketShutdown.Send);
                    // What else it sends is read, so that the answer is not lost to a reset.
                    await client.GetStream().CopyToAsync(Stream.Null, _ended.Token);
                    return;
                }

                using var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _port, _ended.Token);
                await Task.WhenAny(
                    PumpAsync(client.GetStream(), server.GetStream(), requests: true),
                    PumpAsync(server.GetStream(), client.GetStream(), requests: false));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One side has gone.
            }
        }
    }

    /// <summary>Reads a request to its end: answered before, a client may meet its own failed write instead of the answer.</summary>
    private async Task ReadRequestAsync(NetworkStream stream)
    {
        var (head, one) = (new System.Text.StringBuilder(), new byte[1]);
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            if (await stream.ReadAsync(one, _ended.Token) == 0)
            {
                return;
            }

            head.Append((char)one[0]);
        }

        var length = head.ToString().Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var left = length is null ? 0 : int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        await stream.ReadAtLeastAsync(new byte[left], left, throwOnEndOfStream: false, _ended.Token);
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool requests)
    {
        var (buffer, total) = (new byte[64 * 1024], 0L);
        int read;
        while ((read = await from.ReadAsync(buffer, _ended.Token)) > 0)
        {
            total += read;
            if (requests && Damage && total > 100_000)
            {
                buffer[read - 1] ^= 1;
            }

            if (total > (requests ? CutRequestsAfter : CutAnswersAfter))
            {
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), _ended.Token);
        }
    }
}
