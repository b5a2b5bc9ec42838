using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kolaybase.Tests.Embedded.Postgres;

/// <summary>A web server that gives every request the same bytes and closes the connection, whatever it promised.</summary>
internal sealed class OneAnswerServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    public OneAnswerServer(string status, byte[] body, int? promisedLength = null)
    {
        _listener.Start();
        _serving = ServeAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {promisedLength ?? body.Length}\r\nConnection: close\r\n\r\n"), body);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync(byte[] head, byte[] body)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, leaveOpen: true);
                Requests.Add(await reader.ReadLineAsync(_end.Token) ?? "");
                while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 })
                {
                }

                await stream.WriteAsync(head, _end.Token);
                await stream.WriteAsync(body, _end.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
