using System.Collections.Concurrent;
using Kolaybase.Tests.Conformance.Support;
using Kolaybase.Tests.Rest.Support;

[assembly: AssemblyFixture(typeof(ConformanceHost))]

namespace Kolaybase.Tests.Conformance.Support;

/// <summary>
/// The data API over the conformance schema. Chapters that only read share one of each major version, started
/// when first asked for and gone at the run's end; a chapter that writes has its own (<see cref="WriteHosts"/>).
/// </summary>
public sealed class ConformanceHost : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, Lazy<Task<RestHost>>> Hosts = new();

    /// <summary>The shared one; nobody may change what is in it.</summary>
    public static Task<RestHost> ForReadingAsync(int major) => Hosts.GetOrAdd(major, static version => new(() => StartAsync(version))).Value;

    /// <summary>One of the caller's own.</summary>
    public static Task<RestHost> StartAsync(int major, params (string Name, object Value)[] settings) =>
        RestHost.StartAsync(major, ConformanceSchema.Sql, settings: [("Schemas", "public,archive"), .. settings]);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Hosts.Values.Where(host => host.IsValueCreated && host.Value.IsCompletedSuccessfully))
        {
            await (await host.Value).DisposeAsync();
        }
    }
}
