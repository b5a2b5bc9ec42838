using System.Collections.Concurrent;
using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Conformance.Support;

/// <summary>
/// The data API for one chapter that writes, one of each major version, with the settings a chapter needs.
/// The tests of a class run one after another, and each exchange begins with the same rows.
/// </summary>
public sealed class WriteHosts : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, Lazy<Task<RestHost>>> _hosts = new();

    public Task<RestHost> GetAsync(int major) => _hosts.GetOrAdd(major, static version => new(() => ConformanceHost.StartAsync(version))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values.Where(host => host.Value.IsCompletedSuccessfully))
        {
            await (await host.Value).DisposeAsync();
        }
    }
}
