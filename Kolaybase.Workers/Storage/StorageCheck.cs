using Kolaybase.ControlPlane.Objects;

namespace Kolaybase.Workers.Storage;

/// <summary>
/// Compares the rows of a project's objects with the bytes in its store, both in the order of their versions. Bytes that nothing names are removed, sums are counted anew
/// where they differ. An object whose bytes are gone is marked and reported, and never deleted: it may be the store that is wrong.
/// </summary>
internal sealed class StorageCheck(OpenStorage storage, TimeProvider time)
{
    /// <summary>Younger bytes may be of an upload whose row this check has not seen.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private const int Page = 1_000;

    private const string Rows = "select o.version, o.size, o.missing_since is not null from storage.objects o where o.version > $1 order by o.version limit 1000";

    private const string Unknown = """
        select v from unnest($1::uuid[]) v
        where not exists (select from storage.objects o where o.version = v)
            and not exists (select from storage.uploads u where u.version = v or u.tail_version = v)
            and not exists (select from storage.removals r where r.version = v)
        """;

    private const string SumsDiffer = """
        select exists (
            select from (select o.bucket_id, count(*) as objects, sum(o.size) as bytes from storage.objects o where o.version is not null group by o.bucket_id) counted
            full join (select u.bucket_id, sum(u.objects) as objects, sum(u.bytes) as bytes from storage.usage u group by u.bucket_id) kept using (bucket_id)
            where coalesce(counted.objects, 0) <> coalesce(kept.objects, 0) or coalesce(counted.bytes, 0) <> coalesce(kept.bytes, 0))
        """;

    private const string CountAnew = """
        begin;
        lock table storage.objects in share row exclusive mode;
        delete from storage.usage;
        insert into storage.usage (bucket_id, slot, objects, bytes)
        select o.bucket_id, 0, count(*), sum(o.size) from storage.objects o where o.version is not null group by o.bucket_id;
        commit
        """;

    private readonly List<StoredObject> _suspects = [];
    private long _objects;
    private long _bytes;
    private long _missing;
    private long _orphans;
    private long _orphanedBytes;

    /// <summary>Runs it, and writes its report to <c>storage.checks</c>.</summary>
    /// <exception cref="ObjectStoreException">The store failed; the next check begins anew.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - Grace;
        var known = await storage.QueryAsync("select u.version from storage.uploads u", r => r.GetGuid(0), cancellationToken);
        var uploads = await storage.Store.AbortIncompleteAsync(storage.ProjectId, before, known.ToHashSet(), cancellationToken);
        await CompareAsync(before, cancellationToken);
        await ObjectRemover.RunAsync(storage, cancellationToken);
        if ((await storage.QueryAsync(SumsDiffer, r => r.GetBoolean(0), cancellationToken))[0])
        {
            await storage.ExecuteAsync(CountAnew, cancellationToken);
        }

        await storage.ExecuteAsync(
            "insert into storage.checks (finished_at, objects, bytes, orphaned_bytes_removed, orphans_removed, uploads_removed, objects_missing, objects_removed) values (clock_timestamp(), $1, $2, $3, $4, $5, $6, 0)",
            cancellationToken,
            _objects,
            _bytes,
            _orphanedBytes,
            _orphans,
            (long)uploads,
            _missing);
        await storage.ExecuteAsync("delete from storage.checks where finished_at < (select c.finished_at from storage.checks c order by c.finished_at desc offset 30 limit 1)", cancellationToken);
    }

    private async Task CompareAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var stored = storage.Store.ListAsync(storage.ProjectId, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var hasStored = await stored.MoveNextAsync();
        var last = Guid.Empty;
        while (await storage.QueryAsync(Rows, r => (Version: r.GetGuid(0), Size: r.GetInt64(1), Missing: r.GetBoolean(2)), cancellationToken, last) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                while (hasStored && Compare(stored.Current.Version, row.Version) < 0)
                {
                    await SuspectAsync(stored.Current, before, cancellationToken);
                    hasStored = await stored.MoveNextAsync();
                }

                _objects++;
                _bytes += row.Size;
                var found = hasStored && stored.Current.Version == row.Version;
                // The list may be older than the row.
                var size = found ? stored.Current.Size : await storage.Store.SizeAsync(new ObjectKey(storage.ProjectId, row.Version), cancellationToken);
                await MarkAsync(row.Version, size == row.Size, row.Missing, cancellationToken);
                hasStored = found ? await stored.MoveNextAsync() : hasStored;
            }

            last = rows[^1].Version;
        }

        for (; hasStored; hasStored = await stored.MoveNextAsync())
        {
            await SuspectAsync(stored.Current, before, cancellationToken);
        }

        await RemoveSuspectsAsync(cancellationToken);
    }

    private async Task MarkAsync(Guid version, bool isWhole, bool wasMissing, CancellationToken cancellationToken)
    {
        if (isWhole && wasMissing)
        {
            await storage.ExecuteAsync("update storage.objects set missing_since = null where version = $1", cancellationToken, version);
        }

        // Deleted or replaced meanwhile: then it is no row any more.
        if (!isWhole && await storage.ExecuteAsync("update storage.objects set missing_since = coalesce(missing_since, now()) where version = $1", cancellationToken, version) > 0)
        {
            _missing++;
        }
    }

    private async Task SuspectAsync(StoredObject stored, DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (stored.LastModified < before)
        {
            _suspects.Add(stored);
        }

        if (_suspects.Count == Page)
        {
            await RemoveSuspectsAsync(cancellationToken);
        }
    }

    private async Task RemoveSuspectsAsync(CancellationToken cancellationToken)
    {
        var unknown = await storage.QueryAsync(Unknown, r => r.GetGuid(0), cancellationToken, _suspects.Select(s => s.Version).ToArray());
        await storage.ExecuteAsync("insert into storage.removals (version) select unnest($1::uuid[]) on conflict do nothing", cancellationToken, unknown.ToArray());
        _orphans += unknown.Count;
        _orphanedBytes += _suspects.Where(s => unknown.Contains(s.Version)).Sum(s => s.Size);
        _suspects.Clear();
    }

    // PostgreSQL's order of uuid, which is that of the store's keys; .NET's own is another.
    private static int Compare(Guid one, Guid other) => string.CompareOrdinal(one.ToString("N"), other.ToString("N"));
}
