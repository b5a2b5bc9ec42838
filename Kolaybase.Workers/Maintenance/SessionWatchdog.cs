using Kolaybase.ControlPlane.Databases;
using Npgsql;
using NpgsqlTypes;

namespace Kolaybase.Workers.Maintenance;

/// <summary>
/// Ends sessions of projects' logins that go on for too long, direct connections included. The time limits of a session are its user's to set; nobody can set away that he is
/// looked at from outside. Looks as the provisioner, which is a member of every project's logins and sees and ends no other's.
/// </summary>
public sealed class SessionWatchdog(ServerAdmins admins, WatchdogOptions options)
{
    // One statement: between looking and ending no process can become another's. What is not a client session (autovacuum) is not the user's doing.
    private const string Query = """
        with session as (
            select a.pid, a.datname, a.usename, a.state, a.query_start, a.xact_start, a.state_change
            from pg_stat_activity a
            where a.backend_type = 'client backend' and a.pid <> pg_backend_pid() and starts_with(a.usename, 'kb_') and pg_has_role(a.usesysid, 'usage')
                and (@database::text is null or a.datname = @database)
        ), waiting as (
            select unnest(pg_blocking_pids(l.pid)) as blocker, min(l.waitstart) as since
            from pg_locks l
            where not l.granted and l.waitstart < clock_timestamp() - make_interval(secs => @blocking)
            group by l.pid
        ), judged as (
            select s.*, case
                when s.state in ('active', 'fastpath function call') and s.query_start < clock_timestamp() - make_interval(secs => @statement) then 'statement'
                when s.xact_start < clock_timestamp() - make_interval(secs => @transaction) then 'transaction'
                when s.state like 'idle in transaction%' and s.state_change < clock_timestamp() - make_interval(secs => @idle) then 'idle in transaction'
                when s.state like 'idle%' and exists (select from waiting w where w.blocker = s.pid) then 'blocking'
                when s.xact_start < clock_timestamp() - make_interval(secs => @shared) and exists (
                    select from pg_locks l
                    where l.pid = s.pid and l.granted and l.database = 0 and l.locktype in ('relation', 'object') and l.mode <> 'AccessShareLock') then 'shared lock'
            end as reason
            from session s
        )
        select datname::text, usename::text, reason from judged where reason is not null and pg_terminate_backend(pid)
        """;

    /// <summary>Looks at one server once.</summary>
    /// <returns>What was ended.</returns>
    public Task<IReadOnlyList<EndedSession>> RunAsync(string server, CancellationToken cancellationToken) => RunAsync(server, null, cancellationToken);

    /// <summary>The same for the sessions in one database.</summary>
    internal async Task<IReadOnlyList<EndedSession>> RunAsync(string server, string? database, CancellationToken cancellationToken)
    {
        await using var connection = await admins.OpenAsync(server, cancellationToken);
        await using var command = new NpgsqlCommand(Query, connection);
        command.Parameters.AddWithValue("statement", (double)options.StatementSeconds);
        command.Parameters.AddWithValue("transaction", (double)options.TransactionSeconds);
        command.Parameters.AddWithValue("idle", (double)options.IdleInTransactionSeconds);
        command.Parameters.AddWithValue("blocking", (double)options.BlockingSeconds);
        command.Parameters.AddWithValue("shared", (double)options.SharedLockSeconds);
        command.Parameters.Add(new NpgsqlParameter("database", NpgsqlDbType.Text) { Value = database ?? (object)DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ended = new List<EndedSession>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ended.Add(new(reader.IsDBNull(0) ? "" : reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return ended;
    }
}

/// <summary>A session that was ended.</summary>
/// <param name="Database">Its database.</param>
/// <param name="Login">Its login.</param>
/// <param name="Reason">Which limit it was over.</param>
public sealed record EndedSession(string Database, string Login, string Reason);
