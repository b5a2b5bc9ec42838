using Kolaybase.Embedded.Redis;

namespace Kolaybase.Tests.Support;

/// <summary>A running Redis-protocol server that is gone, folder and all, when disposed.</summary>
public sealed class TestGarnet(TemporaryFolder folder, GarnetServer server) : IAsyncDisposable
{
    public GarnetServer Server => server;

    public string ConnectionString => server.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }
}
