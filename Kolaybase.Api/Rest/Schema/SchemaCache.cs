using System.Collections.Concurrent;
using Kolaybase.Api.Rest.Execution;
using Kolaybase.ControlPlane.Registry;
using Npgsql;

namespace Kolaybase.Api.Rest.Schema;

/// <summary>
/// Snapshots by project, loaded once however many requests wait for one, a few at a time over all projects, and dropped when too
/// much is kept. Whether a snapshot is still true is not asked here, since the statement planned with it asserts its version; unless
/// the database can't count its changes (<see cref="SchemaSnapshot.IsPolled"/>).
/// </summary>
internal sealed class SchemaCache(OpenAuthenticator open, RestLimits limits, TimeProvider clock, SchemaCacheMetrics? metrics = null) : IDisposable
{
    private const int Attempts = 3;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // Taken before a connection, so that those who wait for their turn hold none of the server's.
    private readonly SemaphoreSlim _turns = new(limits.SchemaLoads);
    private readonly ConcurrentDictionary<Guid, SchemaCacheEntry> _entries = new();

    /// <summary>The snapshot that is kept, or a fresh one.</summary>
    public async Task<SchemaSnapshot> GetAsync(ProjectDatabase database, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(database.ProjectId, out var entry))
        {
            metrics?.Hit();
        }
        else
        {
            metrics?.Miss();
            entry = _entries.GetOrAdd(database.ProjectId, static (_, s) => s.cache.Load(s.database), (cache: this, database));
        }

        var snapshot = await AwaitAsync(database.ProjectId, entry, cancellationToken);
        return snapshot.IsPolled && IsDue(entry) && await entry.Poll(() => ChangedAsync(database, entry, snapshot)).WaitAsync(cancellationToken)
            ? await ReloadAsync(database, snapshot, cancellationToken)
            : snapshot;
    }

    /// <summary>Snapshots that are kept.</summary>
    public int Count => _entries.Count;

    /// <summary>What they weigh together.</summary>
    public long Items => _entries.Sum(e => (long)e.Value.Weight);

    /// <summary>A snapshot loaded after <paramref name="stale"/> was found wanting; one that others have loaded since will do.</summary>
    public Task<SchemaSnapshot> ReloadAsync(ProjectDatabase database, SchemaSnapshot stale, CancellationToken cancellationToken)
    {
        metrics?.Stale();
        var entry = _entries.AddOrUpdate(
            database.ProjectId,
            static (_, s) => s.cache.Load(s.database),
            static (_, kept, s) => kept.Holds(s.stale) ? s.cache.Load(s.database) : kept,
            (cache: this, database, stale));
        return AwaitAsync(database.ProjectId, entry, cancellationToken);
    }

    /// <summary>Looks at the database's version, and loads anew if it is another than the snapshot's; else hands back the snapshot.</summary>
    public async Task<SchemaSnapshot> RefreshAsync(ProjectDatabase database, SchemaSnapshot snapshot, CancellationToken cancellationToken) =>
        await VersionAsync(database, cancellationToken) == snapshot.Version ? snapshot : await ReloadAsync(database, snapshot, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async Task<SchemaSnapshot> AwaitAsync(Guid project, SchemaCacheEntry entry, CancellationToken cancellationToken)
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

    private SchemaCacheEntry Load(ProjectDatabase database)
    {
        while (_entries.Count >= limits.CachedSchemas && _entries.MinBy(e => e.Value.LastUsed) is { Value: not null } oldest)
        {
            _entries.TryRemove(oldest);
        }

        var entry = new SchemaCacheEntry(clock.GetTimestamp());
        entry.Snapshot = new(() => Task.Run(async () =>
        {
            try
            {
                return await LoadAsync(database, entry);
            }
            catch
            {
                // Also when all who waited have left: the next one must not get an old failure.
                _entries.TryRemove(KeyValuePair.Create(database.ProjectId, entry));
                throw;
            }
        }));
        return entry;
    }

    private bool IsDue(SchemaCacheEntry entry) => clock.GetElapsedTime(entry.Looked).TotalMilliseconds >= limits.SchemaPollMilliseconds;

    private Task<bool> ChangedAsync(ProjectDatabase database, SchemaCacheEntry entry, SchemaSnapshot snapshot) => InTimeAsync(async cancellationToken =>
    {
        var now = clock.GetTimestamp();
        if (await VersionAsync(database, cancellationToken) != snapshot.Version)
        {
            return true;
        }

        entry.Looked = now;
        return false;
    });

    private async Task<long> VersionAsync(ProjectDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await open(database, cancellationToken);
        try
        {
            return await SchemaLoader.VersionAsync(connection, cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw UnreadCatalogue.Refusal(connection, e);
        }
    }

    private Task<SchemaSnapshot> LoadAsync(ProjectDatabase database, SchemaCacheEntry entry) => InTimeAsync(async cancellationToken =>
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            entry.Looked = clock.GetTimestamp();
            var snapshot = await ReadAsync(database, cancellationToken);
            entry.Weight = snapshot.Weigh();
            MakeRoom(entry);
            return snapshot;
        }
        finally
        {
            _turns.Release();
        }
    });

    /// <summary>Ends what takes too long, and says so to those who wait: to them it is no cancellation.</summary>
    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> run)
    {
        using var timeout = new CancellationTokenSource(Longest, clock);
        try
        {
            return await run(timeout.Token);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested)
        {
            throw RestErrors.SchemaUnread(e);
        }
    }

    private async Task<SchemaSnapshot> ReadAsync(ProjectDatabase database, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using NpgsqlConnection connection = await open(database, cancellationToken);
            try
            {
                return await SchemaLoader.LoadAsync(connection, [.. limits.Schemas], cancellationToken);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InternalError && attempt < Attempts)
            {
                // "cache lookup failed": something was dropped between the catalogue's row and the function that prints it.
            }
            catch (NpgsqlException e)
            {
                throw UnreadCatalogue.Refusal(connection, e);
            }
        }
    }

    /// <summary>One that is too large by itself is kept alone: without it, each of its requests would load it.</summary>
    private void MakeRoom(SchemaCacheEntry loaded)
    {
        while (Items > limits.CachedSchemaItems
            && _entries.Where(e => e.Value != loaded && e.Value.Weight > 0).OrderBy(e => e.Value.LastUsed).FirstOrDefault() is { Value: not null } oldest)
        {
            _entries.TryRemove(oldest);
        }
    }
}
