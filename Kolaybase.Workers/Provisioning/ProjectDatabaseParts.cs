using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Npgsql;

namespace Kolaybase.Workers.Provisioning;

/// <summary>A project's database on its server: made from the template, opened, given its privileges, dropped.</summary>
public sealed class ProjectDatabaseParts(ServerAdmins admins, ProjectConnections connections)
{
    private const string Template = "kolaybase_template";
    private const int Attempts = 3;

    /// <summary>
    /// Copies the template. Nobody can connect to the copy yet. It belongs to the provisioner: the owner of a database can let
    /// everybody in, forbid connections and change the settings of every session, ours included.
    /// </summary>
    public async Task CreateAsync(Project project, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsAdminAsync(project, $"create database {project.DatabaseName} template {Template} allow_connections false", cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // An earlier run got this far: nobody else makes databases of such names.
        }
    }

    /// <summary>Lets in the project's two logins and nobody else.</summary>
    public Task OpenAsync(Project project, CancellationToken cancellationToken) => RunAsAdminAsync(
        project,
        $"""
        revoke all on database {project.DatabaseName} from public;
        grant connect on database {project.DatabaseName} to {project.AuthenticatorRole};
        grant connect, create, temporary on database {project.DatabaseName} to {project.OwnerRole};
        alter database {project.DatabaseName} with allow_connections true
        """,
        cancellationToken);

    /// <summary>
    /// Hands schema <c>public</c> to the project's owner; then grants inside the database, logged in as that owner: what a table, sequence, function or schema made by SQL gives
    /// from the start is all to the service role and nothing to anybody else.
    /// </summary>
    public async Task GrantAsync(Project project, CancellationToken cancellationToken)
    {
        await using (var admin = await admins.OpenAsync(project.DatabaseServer, project.DatabaseName, cancellationToken))
        await using (var handOver = new NpgsqlCommand($"alter schema public owner to {project.OwnerRole}", admin))
        {
            await handOver.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var source = OwnerSessions.Create(connections, project);
        await using var command = source.CreateCommand(
            $"""
            grant usage on schema public to {string.Join(", ", SharedRoles.All)};
            alter default privileges grant all on tables to {SharedRoles.Service};
            alter default privileges grant all on sequences to {SharedRoles.Service};
            alter default privileges grant all on functions to {SharedRoles.Service};
            alter default privileges grant usage on schemas to {SharedRoles.Service};
            alter default privileges revoke execute on functions from public
            """);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Shuts the database and ends the project's sessions, wherever they are.</summary>
    public Task CloseAsync(Project project, CancellationToken cancellationToken) => InsistAsync(
        project,
        $"""
        do $$ begin
            if exists (select from pg_database where datname = '{project.DatabaseName}' and datconnlimit <> -2) then
                -- An owner of before (databases belong to the provisioner now) may have made it a template, which can't be dropped.
                alter database {project.DatabaseName} with allow_connections false is_template false;
            end if;
        end $$
        """,
        cancellationToken);

    /// <summary>Drops the database where it exists; sessions that are still there are ended.</summary>
    /// <remarks>
    /// Without FORCE: that refuses a provisioner when an autovacuum worker, which counts as a superuser's process, is in the
    /// database. The plain command ends those workers itself and waits for sessions that are about to end.
    /// </remarks>
    public Task DropAsync(Project project, CancellationToken cancellationToken) =>
        InsistAsync(project, $"drop database if exists {project.DatabaseName}", cancellationToken);

    /// <summary>Runs a statement that needs the database for itself; who stands in the way is ended, other projects' sessions too.</summary>
    private async Task InsistAsync(Project project, string sql, CancellationToken cancellationToken)
    {
        await using var connection = await admins.OpenAsync(project.DatabaseServer, cancellationToken);
        await DatabaseSessions.LimitLockWaitsAsync(connection, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            await DatabaseSessions.EndAsync(connection, project, cancellationToken);
            try
            {
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync(cancellationToken);
                // Who was let in before it was closed.
                await DatabaseSessions.EndAsync(connection, project, cancellationToken);
                return;
            }
            catch (PostgresException exception) when (attempt < Attempts && exception.SqlState is (PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ObjectInUse))
            {
                await DatabaseSessions.EndHoldersAsync(connection, project, cancellationToken);
            }
        }
    }

    private async Task RunAsAdminAsync(Project project, string sql, CancellationToken cancellationToken)
    {
        await using var connection = await admins.OpenAsync(project.DatabaseServer, cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
