using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Npgsql;

namespace Kolaybase.Workers.Provisioning;

/// <summary>The two logins of a project. Their names are opaque and ours (see <see cref="ProjectFactory"/>), never a user's input.</summary>
public sealed class ProjectRoles(ServerAdmins admins, ProjectConnections connections, SecretHasher hasher)
{
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
                new(Configure(project.OwnerRole, "inherit", connections.OwnerPassword(database))),
                new(Configure(project.AuthenticatorRole, "noinherit", connections.AuthenticatorPassword(database))),
                new(LoginLimits.Of(project.OwnerRole, LoginLimits.OwnerConnections)),
                new(LoginLimits.Of(project.AuthenticatorRole, LoginLimits.AuthenticatorConnections)),
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

    /// <summary>
    /// Drops the logins where they exist. Nothing of the project's own depends on them by then, but another project may have
    /// granted them something: a login that can't be dropped for that is retired instead, see <see cref="RetiredRoles"/>.
    /// </summary>
    public async Task DropAsync(Project project, CancellationToken cancellationToken)
    {
        await using var connection = await admins.OpenAsync(project.DatabaseServer, cancellationToken);
        await DatabaseSessions.LimitLockWaitsAsync(connection, cancellationToken);
        await DatabaseSessions.EndAsync(connection, project, cancellationToken);
        foreach (var role in new[] { project.AuthenticatorRole, project.OwnerRole })
        {
            await using var command = new NpgsqlCommand(DropIfOurs(role, project.Id), connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    // Comments of roles can be read by every project: the identifier is not for them.
    private string Mark(Guid projectId) => Mark(hasher.Hash(projectId.ToString(), SecretPurposes.RoleMark));

    private string Marks(Guid projectId) => string.Join(", ", hasher.Candidates(projectId.ToString(), SecretPurposes.RoleMark).Select(Mark));

    private static string Mark(string hash) => SqlText.Literal($"kolaybase project {hash}");

    // The comment is written in the role's own transaction: a role without it is somebody else's.
    private string CreateUnlessOurs(string role, Guid projectId) =>
        $"""
        do $$ begin
            if to_regrole('{role}') is null then
                create role {role} nologin;
                comment on role {role} is {Mark(projectId)};
            elsif coalesce(shobj_description(to_regrole('{role}'), 'pg_authid'), '') not in ({Marks(projectId)}) then
                raise exception 'role exists' using errcode = '{Foreign}';
            end if;
        end $$
        """;

    private static string Configure(string role, string inheritance, string password) =>
        $"alter role {role} with login {inheritance} password {"'" + ScramVerifier.Create(password) + "'"}";

    private string DropIfOurs(string role, Guid projectId) =>
        $"""
        do $$
        declare
            membership record;
        begin
            if coalesce(shobj_description(to_regrole('{role}'), 'pg_authid'), '') not in ({Marks(projectId)}) then
                return;
            end if;
            drop role {role};
        exception when dependent_objects_still_exist or lock_not_available then
            for membership in
                select roleid::regrole as granted, member::regrole as member from pg_auth_members
                where member = to_regrole('{role}') or (roleid = to_regrole('{role}') and member <> (select oid from pg_roles where rolname = current_user))
            loop
                execute format('revoke %s from %s', membership.granted, membership.member);
            end loop;
            alter role {role} with nologin password null;
            comment on role {role} is {SqlText.Literal(RetiredRoles.Mark)};
        end $$
        """;
}
