using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Provisioning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kolaybase.Tests.Workers.Provisioning;

public class ProjectProvisionerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_provisioned_project_is_active_and_its_owner_can_work(int major)
    {
        await using var plane = await ControlPlaneFixture.StartAsync(major);
        var project = await plane.Projects.CreateAsync(Cancelled);

        Assert.Equal(ProjectStatus.Active, project.Ref.Status);
        await project.ExecuteAsync("create table notes (id int primary key, owner_id uuid default auth.uid())", Cancelled);
        Assert.Equal("kolaybase_provisioner", await project.QueryAsync<string>("select rolname::text from pg_roles where rolname = 'kolaybase_provisioner' and not rolsuper", Cancelled));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Running_all_steps_twice_changes_nothing(int major)
    {
        await using var plane = await ControlPlaneFixture.StartAsync(major);
        var project = await plane.Projects.CreateAsync(Cancelled);
        await using var context = plane.OpenRegistry();
        var row = await context.Projects.AsNoTracking().SingleAsync(p => p.Id == project.Id, Cancelled);

        await plane.Services.GetRequiredService<ProjectProvisioner>().RunAsync(row, Cancelled);

        Assert.Single(await context.SigningKeys.ToListAsync(Cancelled));
        Assert.Equal(1L, await project.QueryAsync<long>("select count(*) from pg_database where datname = current_database()", Cancelled));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_removed_project_leaves_no_database_no_role_and_no_row(int major)
    {
        await using var plane = await ControlPlaneFixture.StartAsync(major);
        var project = await plane.Projects.CreateAsync(Cancelled);
        // An idle session does not stand in the way.
        await using var idle = new NpgsqlConnection($"{project.AuthenticatorConnectionString};Pooling=false");
        await idle.OpenAsync(Cancelled);
        await using var context = plane.OpenRegistry();
        await context.Projects.ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, ProjectStatus.Deleting), Cancelled);

        await plane.Services.GetRequiredService<ProjectRemover>().RunAsync(await context.Projects.SingleAsync(Cancelled), Cancelled);

        context.ChangeTracker.Clear();
        Assert.Empty(await context.Projects.ToListAsync(Cancelled));
        Assert.Empty(await context.ProjectKeys.ToListAsync(Cancelled));
        Assert.Empty(await context.SigningKeys.ToListAsync(Cancelled));
        await using var admin = new NpgsqlConnection(plane.Server.SuperuserConnectionString);
        await admin.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand("select (select count(*) from pg_database where datname = $1) + (select count(*) from pg_roles where starts_with(rolname, $1))", admin)
        {
            Parameters = { new() { Value = project.Ref.Database.Name } },
        };
        Assert.Equal(0L, await command.ExecuteScalarAsync(Cancelled));
    }
}
