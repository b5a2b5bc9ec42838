using Kolaybase.ControlPlane.Databases;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kolaybase.Workers.Provisioning;

/// <summary>
/// Logins of removed projects that could not be dropped, because objects in another project's database depend on them
/// (a table granted to them is enough). They can't log in, belong to nothing, and their names are not given again.
/// </summary>
public sealed partial class RetiredRoles(ServerAdmins admins, IOptions<DatabaseServersOptions> servers, ILogger<RetiredRoles> logger)
{
    /// <summary>Comment of a retired role; only who may make roles can write comments on them.</summary>
    public const string Mark = "kolaybase retired";

    /// <summary>Tries to drop them on every server, and says how many went.</summary>
    public async Task<int> DropAsync(CancellationToken cancellationToken)
    {
        var dropped = 0;
        foreach (var server in servers.Value.Keys)
        {
            try
            {
                dropped += await DropOnAsync(server, cancellationToken);
            }
            catch (NpgsqlException exception)
            {
                // The other servers have nothing to do with it.
                LogUnreachable(exception, server);
            }
        }

        return dropped;
    }

    private async Task<int> DropOnAsync(string server, CancellationToken cancellationToken)
    {
        await using var connection = await admins.OpenAsync(server, cancellationToken);
        await DatabaseSessions.LimitLockWaitsAsync(connection, cancellationToken);
        var roles = new List<string>();
        await using (var find = new NpgsqlCommand(
            $"select rolname::text from pg_roles where starts_with(rolname, 'kb_') and shobj_description(oid, 'pg_authid') = '{Mark}' order by oid", connection))
        await using (var reader = await find.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                roles.Add(reader.GetString(0));
            }
        }

        var dropped = 0;
        foreach (var role in roles)
        {
            try
            {
                await using var drop = new NpgsqlCommand($"drop role if exists {SqlText.Identifier(role)}", connection);
                await drop.ExecuteNonQueryAsync(cancellationToken);
                dropped++;
            }
            catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DependentObjectsStillExist or PostgresErrorCodes.LockNotAvailable)
            {
                LogKept(role, server, exception.SqlState);
            }
        }

        return dropped;
    }

    [LoggerMessage(LogLevel.Information, "The retired role {Role} of the database server {Server} can't be dropped yet ({SqlState}): something in another project's database depends on it")]
    private partial void LogKept(string role, string server, string sqlState);

    [LoggerMessage(LogLevel.Warning, "Retired roles of the database server {Server} were not looked at; the next clean-up does")]
    private partial void LogUnreachable(Exception exception, string server);
}
