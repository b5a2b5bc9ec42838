using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Logs;

/// <summary>Removes entries that are too old, too many or of projects that are gone, a batch at a time: no statement holds locks or a snapshot for long. Works on the scope's context.</summary>
public sealed class LogPruning(RegistryContext db, LogOptions options, TimeProvider time)
{
    private const int Batch = 5_000;

    /// <summary>Removes them and says how many rows went.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - TimeSpan.FromDays(options.Days);
        var removed = await RepeatAsync(
            () => db.Database.ExecuteSqlAsync($"delete from project_logs where ctid = any(array(select ctid from project_logs where at < {before} limit {Batch}))", cancellationToken));
        foreach (var (project, last) in await SurplusAsync(cancellationToken))
        {
            removed += await RepeatAsync(() => db.Database.ExecuteSqlAsync(
                $"delete from project_logs where ctid = any(array(select ctid from project_logs where project_id = {project} and id <= {last} order by id limit {Batch}))", cancellationToken));
        }

        return removed;
    }

    /// <summary>Removes all entries of a project, and says how many rows went.</summary>
    public static Task<int> RemoveAsync(RegistryContext db, Guid project, CancellationToken cancellationToken) => RepeatAsync(() => db.Database.ExecuteSqlAsync(
        $"delete from project_logs where ctid = any(array(select ctid from project_logs where project_id = {project} limit {Batch}))", cancellationToken));

    /// <summary>
    /// Each project that has too many entries with the newest one that has to go. Projects are found by jumps in the index, one for each, instead of
    /// reading it all; entries have no foreign key (decision 22), so those of a project that is gone are found here.
    /// </summary>
    private async Task<List<Surplus>> SurplusAsync(CancellationToken cancellationToken) => await db.Database.SqlQuery<Surplus>(
        $"""
        with recursive known as (
          (select project_id from project_logs order by project_id limit 1)
          union all
          select (select l.project_id from project_logs l where l.project_id > k.project_id order by l.project_id limit 1) from known k where k.project_id is not null)
        select k.project_id as "Project", s.id as "Last"
        from known k
        cross join lateral (
          select l.id from project_logs l where l.project_id = k.project_id
          order by l.id desc
          offset case when exists (select from projects p where p.id = k.project_id) then {options.PerProject} else 0 end
          limit 1) s
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

    private sealed record Surplus(Guid Project, Guid Last);
}
