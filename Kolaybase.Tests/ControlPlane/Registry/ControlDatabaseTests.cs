using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kolaybase.Tests.ControlPlane.Registry;

public class ControlDatabaseTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Five_processes_migrate_an_empty_database_together(int major)
    {
        var server = await PostgresServers.Get(major);
        await using var database = await server.CreateDatabaseAsync(Cancelled);
        var providers = Enumerable.Range(0, 5).Select(_ => Build(database.ConnectionString)).ToList();
        try
        {
            await Task.WhenAll(providers.Select(p => new ControlDatabase(p.GetRequiredService<IDbContextFactory<RegistryContext>>(), p.GetRequiredService<NpgsqlDataSource>()).MigrateAsync(Cancelled)));

            await using var context = await providers[0].GetRequiredService<IDbContextFactory<RegistryContext>>().CreateDbContextAsync(Cancelled);
            Assert.Empty(await context.Database.GetPendingMigrationsAsync(Cancelled));
            Assert.Empty(await context.Projects.ToListAsync(Cancelled));
        }
        finally
        {
            foreach (var provider in providers)
            {
                await provider.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task The_model_has_no_change_without_a_migration()
    {
        await using var provider = Build("Host=nowhere;Username=u;Password=p;Database=d");
        await using var context = await provider.GetRequiredService<IDbContextFactory<RegistryContext>>().CreateDbContextAsync(Cancelled);

        Assert.False(context.Database.HasPendingModelChanges(), "Make the migration anew: see CONTRIBUTING.");
    }

    [Fact]
    public async Task The_queue_s_table_has_the_columns_that_the_transport_writes()
    {
        await using var plane = await ControlPlaneFixture.StartAsync(15);
        await using var registry = plane.OpenRegistry();

        var columns = await registry.Database
            .SqlQuery<string>($"select column_name || ' ' || data_type as \"Value\" from information_schema.columns where table_schema = 'jobs' and table_name = 'messages' order by column_name")
            .ToListAsync(Cancelled);
        Assert.Equal(
            ["body bytea", "expiration timestamp with time zone", "headers bytea", "id bigint", "priority integer", "recipient text", "visible timestamp with time zone"], columns);
        Assert.Equal(0, await registry.QueuedMessages.CountAsync(m => m.Recipient == JobQueues.Jobs, Cancelled));
    }

    private static ServiceProvider Build(string connectionString) => new ServiceCollection()
        .AddSingleton(_ => NpgsqlDataSource.Create(connectionString))
        .AddPooledDbContextFactory<RegistryContext>((p, b) => RegistryOptions.Apply(b, o => o.UseNpgsql(p.GetRequiredService<NpgsqlDataSource>())))
        .BuildServiceProvider();
}
