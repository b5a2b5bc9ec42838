using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kolaybase.Tests.ControlPlane.Objects.Support;

/// <summary>Takes one connection, answers with the half of an answer, and sends the rest when it is told to.</summary>
internal sealed class StallingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopped = new();

    public StallingServer(string half, string rest)
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        Ended = ServeAsync(half, rest);
    }

    public Uri Address { get; }

    /// <summary>Done when the rest was sent, or the client was found gone.</summary>
    public Task Ended { get; }

    public void GoOn() => _goOn.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _goOn.TrySetResult();
        _listener.Stop();
        await Ended;
        _stopped.Dispose();
    }

    private async Task ServeAsync(string half, string rest)
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(_stopped.Token);
            var stream = client.GetStream();
            await stream.ReadAtLeastAsync(new byte[16 * 1024], 16, throwOnEndOfStream: false, _stopped.Token);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(half), _stopped.Token);
            await _goOn.Task;
            await stream.WriteAsync(Encoding.ASCII.GetBytes(rest), _stopped.Token);
            await stream.CopyToAsync(Stream.Null, _stopped.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // Stopped, or the client has gone.
        }
    }
}
