using System.Collections.Concurrent;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Tests.Rest.Support;

/// <summary>A schema made once for a test class on each version of PostgreSQL, with the snapshot of it. Tests change nothing in it.</summary>
public abstract class LoadedSchema(string sql, params string[] schemas) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, Lazy<Task<(RestDatabase Database, object Snapshot)>>> _loaded = new();

    internal async Task<SchemaSnapshot> SnapshotAsync(int major) => (SchemaSnapshot)(await LoadAsync(major)).Snapshot;

    public async Task<RestDatabase> DatabaseAsync(int major) => (await LoadAsync(major)).Database;

    public async ValueTask DisposeAsync()
    {
        foreach (var loaded in _loaded.Values.Where(l => l.Value.IsCompletedSuccessfully))
        {
            await (await loaded.Value).Database.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private Task<(RestDatabase Database, object Snapshot)> LoadAsync(int major) => _loaded.GetOrAdd(major, _ => new(async () =>
    {
        var database = await RestDatabase.CreateAsync(major, 2);
        await database.ExecuteAsync(sql);
        await using var connection = await database.OpenAuthenticatorAsync(CancellationToken.None);
        return (database, await SchemaLoader.LoadAsync(connection, schemas.Length > 0 ? schemas : ["public"], CancellationToken.None));
    })).Value;
}
