using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Progress;
using Kolaybase.Embedded.Redis;
using Kolaybase.Tests.Support;

[assembly: AssemblyFixture(typeof(GarnetServers))]

namespace Kolaybase.Tests.Support;

/// <summary>Real Redis-protocol servers for tests: one shared by a test run, or one for a test that wants to stop it.</summary>
public sealed class GarnetServers : IAsyncDisposable
{
    private static readonly Lazy<Task<TestGarnet>> Shared = new(StartOwnAsync);

    /// <summary>The shared server. Tests use keys of their own.</summary>
    public static Task<TestGarnet> Get() => Shared.Value;

    /// <summary>A server for one test alone. The caller disposes it.</summary>
    public static async Task<TestGarnet> StartOwnAsync()
    {
        var folder = TemporaryFolder.Create();
        try
        {
            var options = new GarnetServerOptions
            {
                Folder = folder.Path,
                LogFile = folder.Combine("garnet.log"),
                PortFile = folder.Combine("garnet.port"),
                Password = EmbeddedSecrets.Password(),
            };
            return new TestGarnet(folder, options, await GarnetServer.StartAsync(options, StartProgress.Silent, TimeProvider.System, CancellationToken.None));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Shared.IsValueCreated && Shared.Value.IsCompletedSuccessfully)
        {
            await (await Shared.Value).DisposeAsync();
        }
    }
}
