using System.Net;
using System.Net.Sockets;

namespace Kolaybase.Tests.ControlPlane.Objects.Support;

/// <summary>Takes one connection, reads, and never answers.</summary>
internal sealed class SilentServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _serving;

    public SilentServer()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>Done when somebody has asked something.</summary>
    public Task Asked => _asked.Task;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _serving;
        _ended.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(_ended.Token);
            await client.GetStream().ReadAtLeastAsync(new byte[16], 16, throwOnEndOfStream: false, _ended.Token);
            _asked.TrySetResult();
            await client.GetStream().CopyToAsync(Stream.Null, _ended.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // Stopped, or the client has gone.
        }
    }
}
