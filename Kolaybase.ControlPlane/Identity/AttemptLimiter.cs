using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>
/// Slows guessing down: some attempts are free, then each one locks the next out for twice as long.
/// An attempt is counted before its outcome is known, in one statement, so that parallel guesses
/// gain nothing; a right one clears the count.
/// </summary>
public sealed class AttemptLimiter(RegistryContext db, SecretHasher hasher, TimeProvider clock)
{
    /// <summary>After that long without an attempt a counter starts anew.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    /// <summary>Counts an attempt at <paramref name="subject"/>.</summary>
    /// <returns>Null when it may go on, else how long to wait.</returns>
    public async Task<TimeSpan?> TryAsync(string subject, AttemptLimit limit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var key = Key(subject);
        var forgotten = now - Memory;
        var taken = await db.Database.SqlQuery<int>(
            $"""
            insert into attempt_counters as c (key, attempts, updated_at) values ({key}, 1, {now})
            on conflict (key) do update set
              attempts = case when c.updated_at < {forgotten} then 1 else least(c.attempts + 1, 1000000) end,
              locked_until = case when c.updated_at >= {forgotten} and c.attempts + 1 >= {limit.Free}
                then {now} + least({limit.LongestLock}, {limit.FirstLock} * power(2, least(c.attempts + 1 - {limit.Free}, 30))) end,
              updated_at = {now}
            where c.locked_until is null or c.locked_until <= {now}
            returning c.attempts as "Value"
            """).ToListAsync(cancellationToken);
        if (taken.Count > 0)
        {
            return null;
        }

        var until = await db.AttemptCounters.AsNoTracking().Where(c => c.Key == key).Select(c => c.LockedUntil).SingleOrDefaultAsync(cancellationToken);
        var wait = (until ?? now) - now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1);
    }

    /// <summary>Clears the count, also one that nobody has begun: an attempt was right.</summary>
    public Task SucceedAsync(string subject, CancellationToken cancellationToken)
    {
        var key = Key(subject);
        var now = clock.GetUtcNow();
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into attempt_counters as c (key, attempts, updated_at, succeeded_at) values ({key}, 0, {now}, {now})
            on conflict (key) do update set attempts = 0, locked_until = null, succeeded_at = {now}
            """,
            cancellationToken);
    }

    /// <summary>Takes one attempt back without touching a lock: it was right, but the others counted here need not have been of the same person.</summary>
    public Task ReturnAsync(string subject, CancellationToken cancellationToken)
    {
        var key = Key(subject);
        return db.AttemptCounters.Where(c => c.Key == key && c.Attempts > 0)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Attempts, c => c.Attempts - 1), cancellationToken);
    }

    /// <summary>Whether an attempt was right since <paramref name="since"/>.</summary>
    public Task<bool> SucceededSinceAsync(string subject, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var key = Key(subject);
        return db.AttemptCounters.AnyAsync(c => c.Key == key && c.SucceededAt >= since, cancellationToken);
    }

    private string Key(string subject) => hasher.Hash(subject, SecretPurposes.AttemptCounter);
}

/// <summary>How patient a counter is.</summary>
/// <param name="Free">Attempts before the first lock.</param>
/// <param name="FirstLock">Length of the first lock; each further attempt doubles it.</param>
/// <param name="LongestLock">It grows no longer than this.</param>
public sealed record AttemptLimit(int Free, TimeSpan FirstLock, TimeSpan LongestLock);
