using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Npgsql;

namespace Kolaybase.Workers.Provisioning;

/// <summary>A project's database on its server: made from the template, opened, given its privileges, dropped.</summary>
public sealed class ProjectDatabaseParts(ServerAdmins admins, ProjectConnections connections)
{
    private const string Template = "kolaybase_template";

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

        var owner = connections.Owner(ProjectRef.From(project).Database);
        owner.Pooling = false;
        owner.ApplicationName = "kolaybase provisioner";
        var builder = new NpgsqlSlimDataSourceBuilder(owner.ConnectionString);
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        await using var source = builder.Build();
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

    /// <summary>Shuts the database and ends its sessions, whoever's they are.</summary>
    public async Task CloseAsync(Project project, CancellationToken cancellationToken)
    {
        await using var connection = await admins.OpenAsync(project.DatabaseServer, cancellationToken);
        await using var command = new NpgsqlCommand(
            $"""
            do $$ begin
                if exists (select from pg_database where datname = '{project.DatabaseName}' and datconnlimit <> -2) then
                    alter database {project.DatabaseName} with allow_connections false;
                end if;
            end $$;
            select pg_terminate_backend(pid) from pg_stat_activity where datname = '{project.DatabaseName}'
            """,
            connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Drops the database where it exists; sessions that are still there are ended.</summary>
    public Task DropAsync(Project project, CancellationToken cancellationToken) =>
        RunAsAdminAsync(project, $"drop database if exists {project.DatabaseName} with (force)", cancellationToken);

    private async Task RunAsAdminAsync(Project project, string sql, CancellationToken cancellationToken)
    {
        await using var connection = await admins.OpenAsync(project.DatabaseServer, cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
