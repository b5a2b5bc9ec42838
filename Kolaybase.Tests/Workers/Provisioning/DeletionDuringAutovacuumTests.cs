using Kolaybase.ControlPlane.Registry;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Provisioning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Workers.Provisioning;

/// <summary>An autovacuum worker counts as a superuser's process. On a server of its own: how often it runs is set for all databases.</summary>
public class DeletionDuringAutovacuumTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_database_that_is_being_vacuumed_is_removed(int major)
    {
        await using var server = await PostgresServers.StartOwnAsync(major);
        await server.ExecuteAsync("alter system set autovacuum_naptime = '1s'", Cancelled);
        await server.ExecuteAsync("select pg_reload_conf()", Cancelled);
        await using var plane = await ControlPlaneFixture.StartOnAsync(
            server,
            new() { Bootstrap = server.SuperuserConnectionString, Provisioner = server.ConnectionString("kolaybase_provisioner", EmbeddedSecrets.Password(), "postgres") },
            server.ConnectionString("kolaybase_control", EmbeddedSecrets.Password(), "kolaybase"));
        var project = await plane.Projects.CreateAsync(Cancelled);
        await project.ExecuteAsync(
            "create table t (i int, filler text) with (autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1, autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0, autovacuum_analyze_threshold = 2000000000)",
            Cancelled);
        await project.ExecuteAsync("insert into t select i, repeat('x', 500) from generate_series(1, 20000) i", Cancelled);
        await project.ExecuteAsync("delete from t where i % 2 = 0", Cancelled);
        var vacuumed = $"select count(*) from pg_stat_activity where backend_type = 'autovacuum worker' and datname = '{project.Ref.Database.Name}' and query like '%VACUUM public.t%'";
        await Eventually.TrueAsync(
            async () => await ProjectParts.AskAsync(server.SuperuserConnectionString, vacuumed, Cancelled) is 1L, "the table is being vacuumed", Cancelled);

        await using var registry = plane.OpenRegistry();
        await registry.Projects.ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, ProjectStatus.Deleting), Cancelled);
        var row = await registry.Projects.AsNoTracking().SingleAsync(Cancelled);
        await plane.Services.GetRequiredService<ProjectRemover>().RunAsync(row, Cancelled);

        await ProjectParts.AssertGoneAsync(registry, server.SuperuserConnectionString, row, Cancelled);
    }
}
