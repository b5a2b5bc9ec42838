using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Logs;

/// <summary>
/// Removes entries that are too old, too many or of projects that are gone, a batch at a time: no statement holds locks or a snapshot for long. All of it
/// reads the primary key, whose ids hold the time. Works on the scope's context.
/// </summary>
public sealed class LogPruning(RegistryContext db, LogOptions options, TimeProvider time)
{
    private const int Batch = 5_000;

    /// <summary>As many faults are told: where the database went away all projects have one.</summary>
    private const int MostFaults = 10;

    /// <summary>How long one project may take of a run; the next run goes on.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>Removes them and says how many rows went. A project that fails keeps no other from its turn.</summary>
    /// <exception cref="AggregateException">Projects that failed; all others are done.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var oldest = LogEntries.FirstIdOf(time.GetUtcNow() - TimeSpan.FromDays(options.Days));
        var removed = 0;
        var (failed, faults) = (0, new List<Exception>());
        foreach (var project in await ProjectsAsync(cancellationToken))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(s_patience);
            try
            {
                removed += project.Exists ? await PruneAsync(project.Id, oldest, patience.Token) : await RemoveAsync(db, project.Id, patience.Token);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                failed++;
                if (faults.Count < MostFaults)
                {
                    faults.Add(fault);
                }
            }
        }

        return failed == 0 ? removed : throw new AggregateException($"Logs of {failed} projects could not be pruned.", faults);
    }

    /// <summary>Removes all entries of a project, and says how many rows went.</summary>
    public static Task<int> RemoveAsync(RegistryContext db, Guid project, CancellationToken cancellationToken) => RepeatAsync(() => db.Database.ExecuteSqlAsync(
        $"delete from project_logs where ctid = any(array(select ctid from project_logs where project_id = {project} limit {Batch}))", cancellationToken));

    private async Task<int> PruneAsync(Guid project, Guid oldest, CancellationToken cancellationToken)
    {
        var removed = await RemoveBeforeAsync(project, oldest, cancellationToken);
        var kept = await db.ProjectLogs.Where(e => e.ProjectId == project).OrderByDescending(e => e.Id).Skip(options.PerProject - 1).Select(e => (Guid?)e.Id).FirstOrDefaultAsync(cancellationToken);
        return kept is { } first ? removed + await RemoveBeforeAsync(project, first, cancellationToken) : removed;
    }

    private Task<int> RemoveBeforeAsync(Guid project, Guid first, CancellationToken cancellationToken) => RepeatAsync(() => db.Database.ExecuteSqlAsync(
        $"delete from project_logs where ctid = any(array(select ctid from project_logs where project_id = {project} and id < {first} order by id limit {Batch}))", cancellationToken));

    /// <summary>
    /// Projects that have entries. They are found by jumps in the index, one for each, instead of reading it all; entries have no foreign key
    /// (decision 22), so those of a project that is gone are found here.
    /// </summary>
    private async Task<List<Known>> ProjectsAsync(CancellationToken cancellationToken) => await db.Database.SqlQuery<Known>(
        $"""
        with recursive known as (
          (select project_id from project_logs order by project_id limit 1)
          union all
          select (select l.project_id from project_logs l where l.project_id > k.project_id order by l.project_id limit 1) from known k where k.project_id is not null)
        select k.project_id as "Id", exists (select from projects p where p.id = k.project_id) as "Exists" from known k where k.project_id is not null
        """).ToListAsync(cancellationToken);

    private static async Task<int> RepeatAsync(Func<Task<int>> batch)
    {
        for (var removed = 0; ;)
        {
            var count = await batch();
            removed += count;
            if (count < Batch)
            {
                return removed;
            }
        }
    }

    private sealed record Known(Guid Id, bool Exists);
}
