using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Audit;

/// <summary>Entries as a team reads them, and their end. Works on the scope's context.</summary>
public sealed class AuditEntries(RegistryContext db, TimeProvider time)
{
    /// <summary>A page of a project's entries, the newest first, with the address of who did it.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="before">The last entry of the page before; null for the first page.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<(AuditEntry Entry, string? Email)>> ListAsync(Guid projectId, Guid? before, int limit, CancellationToken cancellationToken)
    {
        var entries = db.AuditEntries.AsNoTracking().Where(e => e.ProjectId == projectId);
        if (before is { } last)
        {
            entries = entries.Where(e => e.Id.CompareTo(last) < 0);
        }

        var rows = await (
            from entry in entries.OrderByDescending(e => e.Id).Take(limit)
            join account in db.Accounts.AsNoTracking() on entry.AccountId equals account.Id into accounts
            from account in accounts.DefaultIfEmpty()
            orderby entry.Id descending
            select new { Entry = entry, Email = account == null ? null : account.Email }).ToListAsync(cancellationToken);
        return [.. rows.Select(r => (r.Entry, r.Email))];
    }

    /// <summary>Removes what is too old or too much, and says how many rows went.</summary>
    public async Task<int> PruneAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - AuditEntry.KeptFor;
        var removed = await db.AuditEntries.Where(e => e.At < before).ExecuteDeleteAsync(cancellationToken);
        var full = await db.AuditEntries.GroupBy(e => e.ProjectId).Where(g => g.Count() > AuditEntry.MaxPerProject).Select(g => g.Key).ToListAsync(cancellationToken);
        foreach (var project in full)
        {
            removed += await db.Database.ExecuteSqlAsync(
                $"""
                delete from audit_entries where project_id = {project} and id <= (
                  select id from audit_entries where project_id = {project} order by id desc offset {AuditEntry.MaxPerProject} limit 1)
                """,
                cancellationToken);
        }

        return removed;
    }
}
