using Kolaybase.ControlPlane.Databases;
using Npgsql;

namespace Kolaybase.Workers.Provisioning;

/// <summary>
/// What a project's login may use of the server, as properties of its role that it can't change itself. Set when it is made; logins of projects that were made
/// before a limit existed get it when a worker starts.
/// </summary>
public sealed class LoginLimits(ServerAdmins admins)
{
    /// <summary>Sessions of the owner: the API's, the SQL endpoint's, a developer's tools'.</summary>
    public const int OwnerConnections = 20;

    /// <summary>Sessions of the data API: pools of three replicas and some to spare. No project can use up the server.</summary>
    public const int AuthenticatorConnections = 20;

    /// <summary>Temporary files of one session (sorts, hashes, index builds), as PostgreSQL writes it. Set where the server lets the provisioner: the bootstrap login has to be a superuser.</summary>
    public const string TemporaryFiles = "2GB";

    /// <summary>The statement that sets them for a login.</summary>
    internal static string Of(string role, int connections) =>
        $"""
        do $$ begin
            alter role {role} connection limit {connections};
            if has_parameter_privilege('temp_file_limit', 'set') then
                alter role {role} set temp_file_limit = '{TemporaryFiles}';
            end if;
        end $$
        """;

    /// <summary>Brings all logins of a server to the limits of this version.</summary>
    /// <returns>How many had others.</returns>
    public Task<int> EnsureAsync(string server, CancellationToken cancellationToken) => EnsureAsync(server, "kb_", cancellationToken);

    /// <summary>The same for the logins whose names begin so.</summary>
    internal async Task<int> EnsureAsync(string server, string prefix, CancellationToken cancellationToken)
    {
        await using var connection = await admins.OpenAsync(server, cancellationToken);
        await DatabaseSessions.LimitLockWaitsAsync(connection, cancellationToken);
        var logins = new List<(string Role, int Connections)>();
        await using (var find = new NpgsqlCommand(
            $"""
            select r.rolname::text, l.connections
            from pg_roles r
            cross join lateral (select case when r.rolname like '%\_owner' then {OwnerConnections} else {AuthenticatorConnections} end as connections) l
            where starts_with(r.rolname, 'kb_') and starts_with(r.rolname, @prefix) and r.rolcanlogin and pg_has_role(r.oid, 'usage') and (
                r.rolconnlimit <> l.connections
                or (has_parameter_privilege('temp_file_limit', 'set') and not exists (
                    select from pg_db_role_setting s
                    where s.setrole = r.oid and s.setdatabase = 0 and 'temp_file_limit={TemporaryFiles}' = any (s.setconfig))))
            """,
            connection) { Parameters = { new("prefix", prefix) } })
        await using (var reader = await find.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                logins.Add((reader.GetString(0), reader.GetInt32(1)));
            }
        }

        foreach (var (role, connections) in logins)
        {
            await using var set = new NpgsqlCommand(Of(SqlText.Identifier(role), connections), connection);
            await set.ExecuteNonQueryAsync(cancellationToken);
        }

        return logins.Count;
    }
}
