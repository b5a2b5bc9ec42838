using System.Collections.Concurrent;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Npgsql;

namespace Kolaybase.Api.Rest.Schema;

/// <summary>
/// Snapshots by project, loaded once however many requests wait for one, and dropped when too many are
/// kept. Whether a snapshot is still true is not asked here: the statement planned with it asserts its version.
/// </summary>
internal sealed class SchemaCache(OpenAuthenticator open, RestLimits limits, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();

    /// <summary>The snapshot that is kept, or a fresh one.</summary>
    public Task<SchemaSnapshot> GetAsync(ProjectDatabase database, CancellationToken cancellationToken) =>
        AwaitAsync(database.ProjectId, _entries.GetOrAdd(database.ProjectId, static (_, s) => s.cache.Load(s.database), (cache: this, database)), cancellationToken);

    /// <summary>A snapshot loaded after <paramref name="stale"/> was found wanting; one that others have loaded since will do.</summary>
    public Task<SchemaSnapshot> ReloadAsync(ProjectDatabase database, SchemaSnapshot stale, CancellationToken cancellationToken)
    {
        var entry = _entries.AddOrUpdate(
            database.ProjectId,
            static (_, s) => s.cache.Load(s.database),
            static (_, kept, s) => kept.Holds(s.stale) ? s.cache.Load(s.database) : kept,
            (cache: this, database, stale));
        return AwaitAsync(database.ProjectId, entry, cancellationToken);
    }

    /// <summary>Looks at the database's version, and loads anew if it is another than the snapshot's; else hands back the snapshot.</summary>
    public async Task<SchemaSnapshot> RefreshAsync(ProjectDatabase database, SchemaSnapshot snapshot, CancellationToken cancellationToken)
    {
        long version;
        await using (var connection = await open(database, cancellationToken))
        {
            try
            {
                version = await SchemaLoader.VersionAsync(connection, cancellationToken);
            }
            catch (NpgsqlException e)
            {
                throw Unread(e);
            }
        }

        return version == snapshot.Version ? snapshot : await ReloadAsync(database, snapshot, cancellationToken);
    }

    private async Task<SchemaSnapshot> AwaitAsync(Guid project, Entry entry, CancellationToken cancellationToken)
    {
        try
        {
            // The load goes on when this caller leaves: others wait for it.
            return await entry.Snapshot.Value.WaitAsync(cancellationToken);
        }
        catch when (entry.Snapshot.Value.IsFaulted || entry.Snapshot.Value.IsCanceled)
        {
            _entries.TryRemove(KeyValuePair.Create(project, entry));
            throw;
        }
        finally
        {
            entry.LastUsed = clock.GetTimestamp();
        }
    }

    private Entry Load(ProjectDatabase database)
    {
        while (_entries.Count >= limits.CachedSchemas && _entries.MinBy(e => e.Value.LastUsed) is { Value: not null } oldest)
        {
            _entries.TryRemove(oldest);
        }

        return new(new(() => Task.Run(() => LoadAsync(database)))) { LastUsed = clock.GetTimestamp() };
    }

    private async Task<SchemaSnapshot> LoadAsync(ProjectDatabase database)
    {
        using var timeout = new CancellationTokenSource(Longest, clock);
        await using NpgsqlConnection connection = await open(database, timeout.Token);
        try
        {
            return await SchemaLoader.LoadAsync(connection, [.. limits.Schemas], timeout.Token);
        }
        catch (NpgsqlException e)
        {
            throw Unread(e);
        }
    }

    // Else it would pass for a fault of the control database.
    private static DatabaseBusyException Unread(NpgsqlException cause) => new("The project's database did not tell its schema.", cause);

    private sealed class Entry(Lazy<Task<SchemaSnapshot>> snapshot)
    {
        public Lazy<Task<SchemaSnapshot>> Snapshot { get; } = snapshot;

        public long LastUsed { get; set; }

        public bool Holds(SchemaSnapshot snapshot) =>
            Snapshot.IsValueCreated && Snapshot.Value.IsCompletedSuccessfully && ReferenceEquals(Snapshot.Value.Result, snapshot);
    }
}
