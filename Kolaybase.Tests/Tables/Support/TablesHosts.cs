using System.Collections.Concurrent;

namespace Kolaybase.Tests.Tables.Support;

/// <summary>Class fixture: one <see cref="TablesHost"/> for each PostgreSQL version that a test of the class asks for.</summary>
public sealed class TablesHosts : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, Lazy<Task<TablesHost>>> _hosts = new();

    /// <summary>A project of its own for a test.</summary>
    public async Task<TablesProject> ProjectAsync(int major) =>
        await TablesProject.CreateAsync(await _hosts.GetOrAdd(major, static m => new(() => TablesHost.StartAsync(m))).Value);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values.Where(h => h.IsValueCreated && h.Value.IsCompletedSuccessfully))
        {
            await (await host.Value).DisposeAsync();
        }
    }
}
