using Kolaybase.ControlPlane.Registry;
using Npgsql;

namespace Kolaybase.Workers.Provisioning;

/// <summary>Ends sessions that stand in the way of a project's removal, as the provisioner: it is a member of every project's logins, and may end theirs.</summary>
internal static class DatabaseSessions
{
    // pg_terminate_backend refuses the whole statement when one row is a superuser's, as autovacuum workers are.
    private const string Ours = "a.backend_type = 'client backend' and a.pid <> pg_backend_pid() and starts_with(a.usename, 'kb_') and pg_has_role(a.usesysid, 'usage')";

    /// <summary>From now on no statement of the connection waits longer than 2 s for a lock; a pooled connection forgets it when it is given back.</summary>
    public static Task LimitLockWaitsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        RunAsync(connection, "set lock_timeout = '2s'", cancellationToken);

    /// <summary>
    /// Ends the sessions in the project's database, and those of its logins: another project may have let them into its own. In the database itself whoever we may end is in the
    /// way, whatever his name: a pooler between us and the server keeps sessions of ours there.
    /// </summary>
    public static Task EndAsync(NpgsqlConnection connection, Project project, CancellationToken cancellationToken) => RunAsync(
        connection,
        $"""
        select pg_terminate_backend(a.pid) from pg_stat_activity a
        where a.backend_type = 'client backend' and a.pid <> pg_backend_pid() and pg_has_role(a.usesysid, 'usage')
            and (a.datname = '{project.DatabaseName}' or a.usename in ('{project.OwnerRole}', '{project.AuthenticatorRole}'))
        """,
        cancellationToken);

    /// <summary>
    /// Ends the sessions of any project's login whose open transaction locks the database or a row of the list of databases:
    /// <c>ALTER ROLE … IN DATABASE</c> needs no right on the database it names.
    /// </summary>
    public static Task EndHoldersAsync(NpgsqlConnection connection, Project project, CancellationToken cancellationToken) => RunAsync(
        connection,
        $"""
        select pg_terminate_backend(a.pid) from pg_stat_activity a
        where {Ours} and exists (
            select from pg_locks l
            where l.pid = a.pid and l.granted and (
                (l.locktype = 'object' and l.classid = 'pg_database'::regclass and l.objid = (select oid from pg_database where datname = '{project.DatabaseName}'))
                or (l.locktype = 'relation' and l.relation = 'pg_database'::regclass and l.mode = 'RowExclusiveLock')))
        """,
        cancellationToken);

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
