using Kolaybase.ControlPlane.Objects;
using Kolaybase.Workers.Jobs;

namespace Kolaybase.Workers.Storage;

/// <summary>Works off <c>storage.removals</c> and gives up uploads that have expired. Each step is safe to repeat: a row goes when its bytes have gone.</summary>
internal static class ObjectRemover
{
    private const int Batch = 1_000;

    // Whatever has put it there: what an object has is never removed.
    private const string Kept = "delete from storage.removals r where exists (select from storage.objects o where o.version = r.version)";

    private const string Due = "select r.version, r.in_parts from storage.removals r where r.not_before <= now() and not exists (select from storage.objects o where o.version = r.version) order by r.not_before limit 1000";

    private const string Done = "delete from storage.removals where version = any ($1)";

    private const string Left = "select exists (select from storage.removals where version = any ($1))";

    private const string Expired = """
        with gone as (
            delete from storage.uploads where version in (select u.version from storage.uploads u where u.expires_at < now() limit 1000) returning version, tail_version
        ), added as (
            insert into storage.removals (version, in_parts)
            select g.version, true from gone g union all select g.tail_version, false from gone g where g.tail_version is not null
            on conflict do nothing
        )
        select version from gone
        """;

    /// <summary>Removes everything that is due; how many uploads and keys went.</summary>
    /// <exception cref="ObjectStoreException">The store failed; what it has not done stays to be done.</exception>
    public static async Task<(int Uploads, int Removed)> RunAsync(OpenStorage storage, CancellationToken cancellationToken)
    {
        var (uploads, removed) = (0, 0);
        for (var more = true; more;)
        {
            var expired = await storage.QueryAsync(Expired, r => r.GetGuid(0), cancellationToken);
            (uploads, more) = (uploads + expired.Count, expired.Count == Batch);
        }

        await storage.ExecuteAsync(Kept, cancellationToken);
        while (await storage.QueryAsync(Due, r => (Version: r.GetGuid(0), InParts: r.GetBoolean(1)), cancellationToken) is { Count: > 0 } due)
        {
            foreach (var (version, _) in due.Where(d => d.InParts))
            {
                await storage.Store.AbortPartsAsync(new ObjectKey(storage.ProjectId, version), "", cancellationToken);
            }

            var versions = due.Select(d => d.Version).ToArray();
            await storage.Store.DeleteAsync(storage.ProjectId, versions, cancellationToken);
            // Another job of the project may have done it meanwhile.
            if (await storage.ExecuteAsync(Done, cancellationToken, versions) == 0 && (await storage.QueryAsync(Left, r => r.GetBoolean(0), cancellationToken, versions))[0])
            {
                // The schema is the owner's: a trigger of his must not keep a worker for ever.
                throw new PermanentFailureException($"Removals of a project can't be ended: its database lets nothing be deleted ({storage.ProjectId}).");
            }

            removed += due.Count;
        }

        return (uploads, removed);
    }
}
