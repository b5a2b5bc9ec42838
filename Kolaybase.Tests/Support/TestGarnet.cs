using Kolaybase.Embedded.Progress;
using Kolaybase.Embedded.Redis;

namespace Kolaybase.Tests.Support;

/// <summary>A running Redis-protocol server that is gone, folder and all, when disposed.</summary>
public sealed class TestGarnet(TemporaryFolder folder, GarnetServerOptions options, GarnetServer server) : IAsyncDisposable
{
    private GarnetServer _server = server;

    public GarnetServer Server => _server;

    public string ConnectionString => _server.ConnectionString;

    /// <summary>Kills it: whoever connects is refused from now on.</summary>
    public async Task KillAsync()
    {
        _server.Abort();
        await _server.Exited;
    }

    /// <summary>Starts it again on the same port, empty.</summary>
    public async Task StartAgainAsync()
    {
        await _server.DisposeAsync();
        _server = await GarnetServer.StartAsync(options, StartProgress.Silent, TimeProvider.System, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        folder.Dispose();
    }
}
