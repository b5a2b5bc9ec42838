using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kolaybase.Tests.Support;

/// <summary>Looks at every part of a project, wherever it lives.</summary>
public static class ProjectParts
{
    /// <summary>Fails unless the project is ready and whole, once each, and no job is left.</summary>
    public static async Task AssertCompleteAsync(RegistryContext registry, string superuser, Project project, string owner, string authenticator, CancellationToken cancellationToken)
    {
        var row = await registry.Projects.AsNoTracking().SingleAsync(p => p.Id == project.Id, cancellationToken);
        Assert.Equal((ProjectStatus.Active, null), (row.Status, row.StatusMessage));
        Assert.Equal(1, await registry.SigningKeys.CountAsync(k => k.Realm == Realms.OfProject(project.Id), cancellationToken));
        Assert.Equal(0, await registry.QueuedMessages.CountAsync(m => m.Recipient == JobQueues.Dead, cancellationToken));
        Assert.Equal(1L, await AskAsync(superuser, $"select count(*) from pg_database where datname = '{project.DatabaseName}' and datallowconn", cancellationToken));

        await AskAsync(owner, "create table if not exists parts (id int); insert into parts values (1)", cancellationToken);
        Assert.Equal("service_role", await AskAsync(authenticator, "select set_config('role', 'service_role', false) from (select 1) x", cancellationToken));
        Assert.Equal(
            (true, false, false),
            (await HasAsync(owner, "service_role", cancellationToken), await HasAsync(owner, "anon", cancellationToken), await HasAsync(owner, "authenticated", cancellationToken)));
    }

    /// <summary>Fails unless nothing of the project is left anywhere.</summary>
    public static async Task AssertGoneAsync(RegistryContext registry, string superuser, Project project, CancellationToken cancellationToken)
    {
        var realm = Realms.OfProject(project.Id);
        Assert.False(await registry.Projects.AnyAsync(p => p.Id == project.Id, cancellationToken), "its row");
        Assert.False(await registry.ProjectKeys.AnyAsync(k => k.ProjectId == project.Id, cancellationToken), "its keys");
        Assert.False(await registry.SigningKeys.AnyAsync(k => k.Realm == realm, cancellationToken), "its signing key");
        Assert.False(await registry.IdentityRealms.AnyAsync(r => r.Name == realm, cancellationToken), "its realm's secret");
        Assert.False(await registry.IdentityUsers.AnyAsync(u => u.Realm == realm, cancellationToken), "its users");
        Assert.False(await registry.Sessions.AnyAsync(s => s.Realm == realm, cancellationToken), "its sessions");
        Assert.False(await registry.OneTimeCodes.AnyAsync(c => c.Realm == realm, cancellationToken), "its codes");
        Assert.Equal(0L, await AskAsync(superuser, $"select count(*) from pg_database where datname = '{project.DatabaseName}'", cancellationToken));
        Assert.Equal(0L, await AskAsync(superuser, $"select count(*) from pg_roles where starts_with(rolname, '{project.DatabaseName}')", cancellationToken));
        Assert.Equal(0, await registry.QueuedMessages.CountAsync(m => m.Recipient == JobQueues.Dead, cancellationToken));
    }

    /// <summary>First value of the first row, asked on a connection of its own.</summary>
    public static async Task<object?> AskAsync(string connectionString, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    // Whether a table made by plain SQL can be read by that role.
    private static async Task<bool> HasAsync(string owner, string role, CancellationToken cancellationToken) =>
        await AskAsync(owner, $"select has_table_privilege('{role}', 'parts', 'select')", cancellationToken) is true;
}
