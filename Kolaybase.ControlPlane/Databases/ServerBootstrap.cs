using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>
/// Prepares a PostgreSQL server (15 to 18) for projects: shared roles, the provisioner, the template database and, on the
/// server that holds it, the control database with its login. Safe to run at every start and by several processes at once.
/// </summary>
/// <remarks>
/// Runs as a superuser or, from PostgreSQL 16 on, as a managed server's admin with CREATEROLE, CREATEDB and
/// BYPASSRLS. It is the only code that ever uses that login.
/// </remarks>
public sealed partial class ServerBootstrap(TimeProvider time, ILogger<ServerBootstrap> logger)
{
    // One bootstrap of a server at a time; any constant will do, as long as it stays the same.
    private const long Lock = 0x6b6f6c6179_01;
    private const int FirstWithGrantOptions = 160000;

    /// <summary>Brings the server to the state that this version of Kolaybase needs.</summary>
    /// <param name="server">The server; nothing is done when its <see cref="DatabaseServerOptions.Bootstrap"/> is empty.</param>
    /// <param name="control">Connection string of the control database when it lives on this server; its login and database are made. Null otherwise.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ServerBootstrapException">The login lacks a right that is needed, or the server is too old.</exception>
    public async Task EnsureAsync(DatabaseServerOptions server, string? control, CancellationToken cancellationToken)
    {
        if (server.Bootstrap.Length == 0)
        {
            return;
        }

        var bootstrap = new NpgsqlConnectionStringBuilder(server.Bootstrap) { Pooling = false, ApplicationName = "kolaybase bootstrap", Timeout = 15, CommandTimeout = 120, TcpKeepAlive = true, TcpKeepAliveTime = 30, TcpKeepAliveInterval = 10 };
        var provisioner = new NpgsqlConnectionStringBuilder(server.Provisioner);
        await using var connection = new NpgsqlConnection(bootstrap.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        // A session lock: the statements below can't share a transaction. It goes with the session.
        await LockAsync(connection, cancellationToken);

        var admin = await ServerAdmin.ReadAsync(connection, cancellationToken);
        admin.Check();
        await EnsureSharedRolesAsync(connection, cancellationToken);
        await ResetSharedRolesAsync(connection, cancellationToken);
        await EnsureLoginAsync(connection, provisioner, "createdb createrole", cancellationToken);
        var options = admin.Version >= FirstWithGrantOptions ? "with admin true, inherit false, set false" : "with admin option";
        await RunAsync(connection, $"grant {string.Join(", ", SharedRoles.All)} to {SqlText.Identifier(provisioner.Username!)} {options}", cancellationToken);
        await RunAsync(connection, $"grant connect on database {SqlText.Identifier(provisioner.Database!)} to {SqlText.Identifier(provisioner.Username!)}", cancellationToken);
        await RunAsync(connection, LetLimitTemporaryFiles(SqlText.Identifier(provisioner.Username!)), cancellationToken);
        if (control is not null)
        {
            await EnsureControlAsync(connection, admin, new NpgsqlConnectionStringBuilder(control), cancellationToken);
        }

        string?[] logins = [provisioner.Username, control is null ? null : new NpgsqlConnectionStringBuilder(control).Username];
        await ReservedConnections.GrantAsync(connection, admin, logins.OfType<string>(), cancellationToken);
        await TemplateDatabase.EnsureAsync(connection, bootstrap, time, cancellationToken);
        await CloseToPublicAsync(connection, cancellationToken);
    }

    private async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // For a holder whose machine goes without a word: the server ends its session after two minutes, not after its system's two hours.
        await RunAsync(connection, "set tcp_keepalives_idle = 60; set tcp_keepalives_interval = 10", cancellationToken);
        if (await IsTrueAsync(connection, $"select pg_try_advisory_lock({Lock})", cancellationToken))
        {
            return;
        }

        LogLocked(connection.Host!, connection.Port);
        // As long as the holder needs.
        await using var command = new NpgsqlCommand($"select pg_advisory_lock({Lock})", connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static Task EnsureSharedRolesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => RunAsync(
        connection,
        $"""
        do $$ begin
            if to_regrole('{SharedRoles.Anon}') is null then create role {SharedRoles.Anon} nologin; end if;
            if to_regrole('{SharedRoles.Authenticated}') is null then create role {SharedRoles.Authenticated} nologin; end if;
            if to_regrole('{SharedRoles.Service}') is null then create role {SharedRoles.Service} nologin bypassrls; end if;
        end $$
        """,
        cancellationToken);

    /// <summary>A project's code may run as one of the shared roles, and a role may change its own settings: they are every project's.</summary>
    private async Task ResetSharedRolesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var role in SharedRoles.All)
        {
            try
            {
                await RunAsync(
                    connection,
                    $"""
                    do $$ begin
                        set local lock_timeout = '2s';
                        if exists (select from pg_roles where rolname = current_user and rolsuper) or pg_has_role('{role}', 'usage with admin option') then
                            alter role {role} reset all;
                        end if;
                    end $$
                    """,
                    cancellationToken);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                // A project's transaction that was left open must not stop the start.
                LogNotReset(role);
            }
        }
    }

    /// <summary>How much a session may write to temporary files is a superuser's to set; the provisioner sets it for projects' logins. A managed server's admin may not pass it on, and then there is no limit.</summary>
    private static string LetLimitTemporaryFiles(string provisioner) =>
        $"""
        do $do$ begin
            grant set on parameter temp_file_limit to {provisioner};
        exception when insufficient_privilege then null;
        end $do$
        """;

    private static async Task EnsureControlAsync(NpgsqlConnection connection, ServerAdmin admin, NpgsqlConnectionStringBuilder control, CancellationToken cancellationToken)
    {
        await EnsureLoginAsync(connection, control, "nocreatedb nocreaterole", cancellationToken);
        if (!admin.Superuser)
        {
            // To make a database for a role one must be able to become it.
            await RunAsync(connection, $"grant {SqlText.Identifier(control.Username!)} to current_user", cancellationToken);
        }

        if (!await IsTrueAsync(connection, $"select exists (select from pg_database where datname = {SqlText.Literal(control.Database!)})", cancellationToken))
        {
            await RunAsync(connection, $"create database {SqlText.Identifier(control.Database!)} template template0 encoding 'UTF8' owner {SqlText.Identifier(control.Username!)}", cancellationToken);
        }

        await RunAsync(connection, $"revoke all on database {SqlText.Identifier(control.Database!)} from public", cancellationToken);
    }

    /// <summary>Makes a login with the password that its connection string holds, or gives it that password when the present one is another.</summary>
    private static async Task EnsureLoginAsync(NpgsqlConnection connection, NpgsqlConnectionStringBuilder login, string attributes, CancellationToken cancellationToken)
    {
        var name = SqlText.Identifier(login.Username!);
        if (!await IsTrueAsync(connection, $"select to_regrole({SqlText.Literal(name)}) is not null", cancellationToken))
        {
            await RunAsync(connection, $"create role {name} login {attributes} password {SqlText.Literal(ScramVerifier.Create(login.Password!))}", cancellationToken);
        }
        else if (!await CanLogInAsync(login, cancellationToken))
        {
            await RunAsync(connection, $"alter role {name} login {attributes} password {SqlText.Literal(ScramVerifier.Create(login.Password!))}", cancellationToken);
        }
    }

    private static async Task<bool> CanLogInAsync(NpgsqlConnectionStringBuilder login, CancellationToken cancellationToken)
    {
        await using var probe = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(login.ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await probe.OpenAsync(cancellationToken);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            return false;
        }
        catch (PostgresException)
        {
            // The password was right: what is missing (the database, the right to connect to it) comes later.
            return true;
        }
    }

    /// <summary>No project's login may enter a database that is not its own: PostgreSQL lets everybody in unless told otherwise.</summary>
    private async Task CloseToPublicAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await RunAsync(
            connection,
            """
            do $$
            declare
                name text;
            begin
                for name in select datname from pg_database where datname in ('postgres', 'template1') and pg_has_role(datdba, 'usage')
                loop
                    execute format('revoke all on database %I from public', name);
                end loop;
            end $$
            """,
            cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select datname from pg_database
            where datallowconn and exists (select from aclexplode(coalesce(datacl, acldefault('d', datdba))) where grantee = 0 and privilege_type = 'CONNECT')
            order by datname
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            LogOpenDatabase(reader.GetString(0));
        }
    }

    private static async Task<bool> IsTrueAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Another process prepares the database server {Host}:{Port}; waiting for it")]
    private partial void LogLocked(string host, int port);

    [LoggerMessage(LogLevel.Warning, "The settings of the shared role {Role} are locked by somebody's open transaction; the next start resets them")]
    private partial void LogNotReset(string role);

    [LoggerMessage(LogLevel.Warning, "Every login of the database server may connect to its database {Database}, projects' logins included: its owner should REVOKE CONNECT ON DATABASE … FROM PUBLIC")]
    private partial void LogOpenDatabase(string database);
}
