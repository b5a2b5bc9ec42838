using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Provisioning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kolaybase.Tests.Workers.Provisioning;

/// <summary>What a tenant may do to keep a project, its own or another's, from being removed.</summary>
public abstract class DeletionObstructedTests(ControlPlaneFixture plane)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_login_that_another_project_granted_something_is_retired_and_dropped_when_that_is_gone()
    {
        var (removed, other) = (await plane.Projects.CreateAsync(Cancelled), await plane.Projects.CreateAsync(Cancelled));
        var database = removed.Ref.Database;
        await other.ExecuteAsync($"create table t (i int); grant select on t to {database.OwnerRole}, {database.AuthenticatorRole}", Cancelled);

        await RemoveAsync(removed);

        await AssertRemovedAsync(removed);
        Assert.Equal(2L, await AskAsync(
            $"select count(*) from pg_authid r where starts_with(rolname, '{database.Name}') and not rolcanlogin and rolpassword is null and shobj_description(oid, 'pg_authid') = '{RetiredRoles.Mark}'"));
        Assert.Equal(0L, await AskAsync($"select count(*) from pg_auth_members where member in (select oid from pg_roles where starts_with(rolname, '{database.Name}'))"));
        var retired = plane.Services.GetRequiredService<RetiredRoles>();
        await retired.DropAsync(Cancelled);
        Assert.Equal(2L, await RolesAsync(removed));

        await other.ExecuteAsync("drop table t", Cancelled);
        await retired.DropAsync(Cancelled);
        Assert.Equal(0L, await RolesAsync(removed));
    }

    [Fact]
    public async Task An_open_transaction_of_another_project_that_names_the_database_does_not_stop_its_removal()
    {
        var (removed, other) = (await plane.Projects.CreateAsync(Cancelled), await plane.Projects.CreateAsync(Cancelled));
        await using var idle = await LeaveOpenAsync(other, $"alter role {other.Ref.Database.OwnerRole} in database {removed.Ref.Database.Name} set work_mem = '5MB'");

        await RemoveAsync(removed);

        await AssertRemovedAsync(removed);
        Assert.Equal(0L, await RolesAsync(removed));
        // It was that session's own doing; the project goes on.
        Assert.Equal(1, await other.QueryAsync<int>("select 1", Cancelled));
    }

    [Fact]
    public async Task A_session_of_ours_that_a_pooler_keeps_in_the_database_does_not_stop_its_removal()
    {
        var removed = await plane.Projects.CreateAsync(Cancelled);
        await using var kept = await plane.Services.GetRequiredService<ServerAdmins>().OpenAsync(removed.Ref.Database.Server, removed.Ref.Database.Name, Cancelled);

        await RemoveAsync(removed);

        await AssertRemovedAsync(removed);
    }

    [Fact]
    public async Task An_open_transaction_of_its_owner_that_changed_the_database_does_not_stop_its_removal()
    {
        var removed = await plane.Projects.CreateAsync(Cancelled);
        // Projects of before owned their databases.
        await plane.Server.ExecuteAsync($"alter database {removed.Ref.Database.Name} owner to {removed.Ref.Database.OwnerRole}", Cancelled);
        await using var idle = await LeaveOpenAsync(removed, $"alter database {removed.Ref.Database.Name} connection limit 20");

        await RemoveAsync(removed);

        await AssertRemovedAsync(removed);
        Assert.Equal(0L, await RolesAsync(removed));
    }

    [Fact]
    public async Task An_open_transaction_that_grants_something_to_its_login_does_not_stop_its_removal()
    {
        var (removed, other) = (await plane.Projects.CreateAsync(Cancelled), await plane.Projects.CreateAsync(Cancelled));
        await other.ExecuteAsync("create table t (i int)", Cancelled);
        await using (var idle = await LeaveOpenAsync(other, $"grant select on t to {removed.Ref.Database.OwnerRole}"))
        {
            await RemoveAsync(removed);
            await AssertRemovedAsync(removed);
        }

        await Eventually.TrueAsync(
            async () =>
            {
                await plane.Services.GetRequiredService<RetiredRoles>().DropAsync(Cancelled);
                return await RolesAsync(removed) is 0L;
            },
            "the retired login is dropped",
            Cancelled);
    }

    [Fact]
    public async Task A_session_of_the_projects_login_in_a_database_that_let_it_in_is_ended_too()
    {
        var (removed, other) = (await plane.Projects.CreateAsync(Cancelled), await plane.Projects.CreateAsync(Cancelled));
        await plane.Server.ExecuteAsync($"grant connect on database {other.Ref.Database.Name} to {removed.Ref.Database.OwnerRole}", Cancelled);
        await using var guest = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(removed.OwnerConnectionString) { Database = other.Ref.Database.Name, Pooling = false }.ConnectionString);
        await guest.OpenAsync(Cancelled);

        await RemoveAsync(removed);

        await AssertRemovedAsync(removed);
        await using var command = new NpgsqlCommand("select 1", guest);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => command.ExecuteScalarAsync(Cancelled));
        await using var again = new NpgsqlConnection(guest.ConnectionString + $";Password={new NpgsqlConnectionStringBuilder(removed.OwnerConnectionString).Password}");
        await Assert.ThrowsAsync<PostgresException>(() => again.OpenAsync(Cancelled));
        await plane.Server.ExecuteAsync($"revoke connect on database {other.Ref.Database.Name} from {removed.Ref.Database.OwnerRole}", Cancelled);
        await plane.Services.GetRequiredService<RetiredRoles>().DropAsync(Cancelled);
        Assert.Equal(0L, await RolesAsync(removed));
    }

    [Fact]
    public async Task What_a_project_can_read_of_another_projects_roles_does_not_tell_which_project_it_is()
    {
        var (one, other) = (await plane.SharedProject, await plane.Projects.CreateAsync(Cancelled));
        var comment = await other.QueryAsync<string>($"select shobj_description('{one.Ref.Database.OwnerRole}'::regrole, 'pg_authid')", Cancelled);
        Assert.StartsWith("kolaybase project ", comment, StringComparison.Ordinal);
        Assert.DoesNotContain(one.Id.ToString(), comment, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<NpgsqlConnection> LeaveOpenAsync(ProvisionedProject project, string sql)
    {
        var connection = new NpgsqlConnection($"{project.OwnerConnectionString};Pooling=false");
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand($"begin; {sql}", connection);
        await command.ExecuteNonQueryAsync(Cancelled);
        return connection;
    }

    private async Task RemoveAsync(ProvisionedProject project)
    {
        await using var registry = plane.OpenRegistry();
        await registry.Projects.Where(p => p.Id == project.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, ProjectStatus.Deleting), Cancelled);
        await plane.Services.GetRequiredService<ProjectRemover>().RunAsync(await registry.Projects.AsNoTracking().SingleAsync(p => p.Id == project.Id, Cancelled), Cancelled);
    }

    private async Task AssertRemovedAsync(ProvisionedProject project)
    {
        await using var registry = plane.OpenRegistry();
        Assert.False(await registry.Projects.AnyAsync(p => p.Id == project.Id, Cancelled));
        Assert.Equal(0L, await AskAsync($"select count(*) from pg_database where datname = '{project.Ref.Database.Name}'"));
    }

    private async Task<object?> RolesAsync(ProvisionedProject project) => await AskAsync($"select count(*) from pg_roles where starts_with(rolname, '{project.Ref.Database.Name}')");

    private Task<object?> AskAsync(string sql) => ProjectParts.AskAsync(plane.Server.SuperuserConnectionString, sql, Cancelled);
}

/// <summary>On the oldest supported server.</summary>
public sealed class DeletionObstructedOn15Tests(ControlPlane15 plane) : DeletionObstructedTests(plane), IClassFixture<ControlPlane15>;

/// <summary>On the newest supported server.</summary>
public sealed class DeletionObstructedOn18Tests(ControlPlane18 plane) : DeletionObstructedTests(plane), IClassFixture<ControlPlane18>;
