using System.Collections.Concurrent;
using Kolaybase.Embedded;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Embedded.Processes;
using Kolaybase.Embedded.Progress;
using Kolaybase.Tests.Support;

[assembly: AssemblyFixture(typeof(PostgresServers))]

namespace Kolaybase.Tests.Support;

/// <summary>
/// Real PostgreSQL servers for tests, one of each major version for a test run, started when first asked
/// for and gone at its end. Tests share a server and therefore its roles; each makes databases of its own.
/// </summary>
public sealed class PostgresServers : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, Lazy<Task<PostgresServer>>> Servers = new();

    /// <summary>The versions that everything is proved on: the oldest and the newest supported.</summary>
    public static TheoryData<int> Majors { get; } = [PostgresInstallation.LowestMajor, PostgresInstallation.HighestMajor];

    /// <summary>The shared server of a major version. Skips the calling test, with the reason, where that version can't be had.</summary>
    public static async Task<PostgresServer> Get(int major)
    {
        try
        {
            return await Servers.GetOrAdd(major, static version => new(() => PostgresServer.StartAsync(version))).Value;
        }
        catch (EmbeddedException exception)
        {
            Assert.Skip($"PostgreSQL {major} can't be had here: {exception.Message}");
            throw;
        }
    }

    /// <summary>A server for one test alone, for tests about roles of the whole server or its end. The caller disposes it.</summary>
    /// <param name="major">Its version.</param>
    /// <param name="durable">Whether what it has committed is still there when it was killed.</param>
    public static async Task<PostgresServer> StartOwnAsync(int major, bool durable = false)
    {
        try
        {
            return await PostgresServer.StartAsync(major, durable: durable);
        }
        catch (EmbeddedException exception)
        {
            Assert.Skip($"PostgreSQL {major} can't be had here: {exception.Message}");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Servers.Values.Where(server => server.IsValueCreated && server.Value.IsCompletedSuccessfully))
        {
            await (await server.Value).DisposeAsync();
        }
    }

    /// <summary>Programs of a version: searched as the product does; a test run that names one version by variable has that one only.</summary>
    internal static async Task<(PostgresBinaries Search, ServerUser? User)> BinariesAsync()
    {
        var user = await ServerUser.ChooseAsync(TestContext.Current.CancellationToken);
        return (new PostgresBinaries(user), user);
    }

    internal static StartProgress Progress => StartProgress.Silent;
}
