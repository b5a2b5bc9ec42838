using System.Collections.Concurrent;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Storage.Support;

/// <summary>Class fixture: one <see cref="StorageHost"/> for each store that a test of the class asks for.</summary>
public sealed class StorageHosts : IAsyncDisposable
{
    public const string Files = "files";

    private readonly ConcurrentDictionary<string, Lazy<Task<StorageHost>>> _hosts = new();

    /// <summary>Every store; both versions of PostgreSQL are among them.</summary>
    public static TheoryData<string> Stores => [Files, S3Servers.Minio, S3Servers.Versity];

    /// <summary>The host of a store.</summary>
    public Task<StorageHost> HostAsync(string store = Files) =>
        _hosts.GetOrAdd(store, static s => new(() => StorageHost.StartAsync(s, s == S3Servers.Minio ? 15 : 18))).Value;

    /// <summary>A project of its own for a test.</summary>
    public async Task<StorageProject> ProjectAsync(string store = Files) => await (await HostAsync(store)).ProjectAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values.Where(h => h.IsValueCreated && h.Value.IsCompletedSuccessfully))
        {
            await (await host.Value).DisposeAsync();
        }
    }
}
