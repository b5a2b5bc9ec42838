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
                    await client.GetStream().ReadAtLeastAsync(new byte[16], 16, throwOnEndOfStream: false, _ended.Token);
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
