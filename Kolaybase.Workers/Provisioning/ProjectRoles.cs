using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Npgsql;

namespace Kolaybase.Workers.Provisioning;

/// <summary>The two logins of a project. Their names are opaque and ours (see <see cref="ProjectFactory"/>), never a user's input.</summary>
public sealed class ProjectRoles(ServerAdmins admins, ProjectConnections connections)
{
    /// <summary>Sessions of the owner: the API's, a developer's tools'.</summary>
    private const int OwnerConnections = 30;

    /// <summary>Sessions of the data API over all its replicas: no project can use up the server.</summary>
    private const int AuthenticatorConnections = 60;

    // Raised in a statement below when a role of that name is not ours.
    private const string Foreign = "KB001";

    /// <summary>Makes the logins and their memberships, or brings them to the passwords that the row holds. One transaction.</summary>
    /// <exception cref="ProvisioningException">A role of that name exists that is not this project's.</exception>
    public async Task EnsureAsync(Project project, CancellationToken cancellationToken)
    {
        var database = ProjectRef.From(project).Database;
        await using var connection = await admins.OpenAsync(project.DatabaseServer, cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(CreateUnlessOurs(project.OwnerRole, project.Id)),
                new(CreateUnlessOurs(project.AuthenticatorRole, project.Id)),
                new(Configure(project.OwnerRole, "inherit", OwnerConnections, connections.OwnerPassword(database))),
                new(Configure(project.AuthenticatorRole, "noinherit", AuthenticatorConnections, connections.AuthenticatorPassword(database))),
                new($"grant {string.Join(", ", SharedRoles.All)} to {project.AuthenticatorRole}"),
                // Makes a database for the owner, drops it and ends sessions later: all of that needs the membership.
                new($"grant {project.OwnerRole}, {project.AuthenticatorRole} to current_user"),
            },
        };
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == Foreign)
        {
            throw new ProvisioningException(ProvisioningSteps.Roles, "The database server already has a role of the name that was chosen for this project.", exception);
        }
    }

    /// <summary>Drops the logins where they exist. Their database is gone by then, so that nothing belongs to them.</summary>
    public async Task DropAsync(Project project, CancellationToken cancellationToken)
    {
        await using var connection = await admins.OpenAsync(project.DatabaseServer, cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(DropIfOurs(project.AuthenticatorRole, project.Id)),
                new(DropIfOurs(project.OwnerRole, project.Id)),
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Mark(Guid projectId) => $"'kolaybase project {projectId}'";

    // The comment is written in the role's own transaction: a role without it is somebody else's.
    private static string CreateUnlessOurs(string role, Guid projectId) =>
        $"""
        do $$ begin
            if to_regrole('{role}') is null then
                create role {role} nologin;
                comment on role {role} is {Mark(projectId)};
            elsif shobj_description(to_regrole('{role}'), 'pg_authid') is distinct from {Mark(projectId)} then
                raise exception 'role exists' using errcode = '{Foreign}';
            end if;
        end $$
        """;

    private static string Configure(string role, string inheritance, int connections, string password) =>
        $"alter role {role} with login {inheritance} connection limit {connections} password {"'" + ScramVerifier.Create(password) + "'"}";

    private static string DropIfOurs(string role, Guid projectId) =>
        $"""
        do $$ begin
            if shobj_description(to_regrole('{role}'), 'pg_authid') = {Mark(projectId)} then
                drop role {role};
            end if;
        end $$
        """;
}
