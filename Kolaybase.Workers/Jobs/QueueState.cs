using Npgsql;

namespace Kolaybase.Workers.Jobs;

/// <summary>How many jobs of the queue are in which state, over all workers.</summary>
/// <param name="Waiting">Their time has come, and no worker has taken them yet.</param>
/// <param name="Delayed">Their next attempt is later.</param>
/// <param name="Running">A worker has taken them.</param>
/// <param name="Dead">Given up.</param>
internal sealed record QueueState(long Waiting, long Delayed, long Running, long Dead)
{
    /// <summary>
    /// A job that runs is a row whose deletion is not committed: the transaction that its <c>xmax</c> names had not ended when the snapshot was
    /// taken. Nothing is locked, as counting by <c>FOR UPDATE SKIP LOCKED</c> would: that hides rows from workers for a moment. An <c>xmax</c> has
    /// the lower 32 bits of the transaction's number; the upper ones are those that bring it next to the snapshot's.
    /// </summary>
    private const string Sql =
        """
        with now_ as (select pg_current_snapshot() as snapshot),
             seen as (select recipient, visible <= now() as due, snapshot, xmax::text::bigint as x, pg_snapshot_xmax(snapshot)::text::bigint as next from jobs.messages, now_),
             jobs as (select recipient, due, x <> 0 and not pg_visible_in_snapshot((next + ((x - next + 2147483648) & 4294967295) - 2147483648)::text::xid8, snapshot) as taken from seen)
        select count(*) filter (where recipient = 'jobs' and not taken and due),
               count(*) filter (where recipient = 'jobs' and not taken and not due),
               count(*) filter (where recipient = 'jobs' and taken),
               count(*) filter (where recipient = 'dead')
        from jobs
        """;

    /// <summary>Looks at the queue.</summary>
    public static async Task<QueueState> ReadAsync(NpgsqlDataSource control, CancellationToken cancellationToken)
    {
        await using var command = control.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new QueueState(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }
}
