using System.Buffers.Binary;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Logs;

/// <summary>Entries as a team reads them. Works on the scope's context.</summary>
public sealed class LogEntries(RegistryContext db)
{
    /// <summary>A page of a project's entries, the newest first. It is found by the key of the last entry before it, so that a far page is as quick as the first and new entries move nothing.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="filter">Which are wanted.</param>
    /// <param name="before">The last entry of the page before; null for the first page.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<ProjectLogEntry>> ListAsync(Guid projectId, LogFilter filter, Guid? before, int limit, CancellationToken cancellationToken)
    {
        var entries = db.ProjectLogs.AsNoTracking().Where(e => e.ProjectId == projectId);
        if (before is { } last)
        {
            entries = entries.Where(e => e.Id.CompareTo(last) < 0);
        }

        // Ids hold the time in milliseconds: they bound the part of the index that is read, the times themselves decide.
        if (filter.Since is { } since)
        {
            var least = FirstIdOf(since);
            var from = since.ToUniversalTime();
            entries = entries.Where(e => e.Id.CompareTo(least) >= 0 && e.At >= from);
        }

        if (filter.Until is { } until)
        {
            var most = FirstIdOf(until.AddMilliseconds(1));
            var to = until.ToUniversalTime();
            entries = entries.Where(e => e.Id.CompareTo(most) < 0 && e.At < to);
        }

        entries = filter.RequestId is { } request ? entries.Where(e => e.RequestId == request) : entries;
        entries = filter.Kind is { } kind ? entries.Where(e => e.Kind == kind) : entries;
        entries = filter.LeastStatus is { } low ? entries.Where(e => e.Status >= low) : entries;
        entries = filter.MostStatus is { } high ? entries.Where(e => e.Status <= high) : entries;
        entries = filter.PathPrefix is { } path ? entries.Where(e => e.Path!.StartsWith(path)) : entries;
        return await entries.OrderByDescending(e => e.Id).Take(limit).ToListAsync(cancellationToken);
    }

    /// <summary>The least UUID of version 7 of a millisecond (RFC 9562, 5.7).</summary>
    internal static Guid FirstIdOf(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, time.ToUnixTimeMilliseconds()) << 16);
        bytes[6] = 0x70;
        bytes[8] = 0x80;
        return new Guid(bytes, bigEndian: true);
    }
}
