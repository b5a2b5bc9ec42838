using System.Diagnostics.Metrics;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.ControlPlane.Databases;

public sealed class PoolMetricsTests(ControlPlaneFixture plane) : IClassFixture<ControlPlaneFixture>
{
    private const string Pool = "db.client.connection.pool.name=api/default";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Use_waiting_and_time_outs_are_measured_for_each_server_over_all_projects()
    {
        var (one, two) = (await plane.Projects.CreateAsync(Cancel), await plane.Projects.CreateAsync(Cancel));
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var readings = new MeterReadings(services);
        var options = new ProjectDatabasesOptions { PerProject = 1, PerServer = 2, Wait = TimeSpan.FromSeconds(30) };
        using var databases = new ProjectDatabases(plane.Services.GetRequiredService<ProjectConnections>(), options, TimeProvider.System, services.GetRequiredService<IMeterFactory>(), ServicePart.Api);
        var first = await databases.OpenOwnerAsync(one.Ref.Database, Cancel);
        await using var second = await databases.OpenAuthenticatorAsync(two.Ref.Database, Cancel);

        Assert.Equal(2, readings.Ask("db.client.connection.count", Pool, "db.client.connection.state=used"));
        Assert.Equal(2, readings.Ask("db.client.connection.max", Pool));
        Assert.Equal(0, readings.Ask("db.client.connection.pending_requests", Pool));

        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var waiting = databases.OpenOwnerAsync(one.Ref.Database, leave.Token).AsTask();
        Assert.Equal(1, readings.Ask("db.client.connection.pending_requests", Pool));
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, readings.Ask("db.client.connection.pending_requests", Pool));
        // Who went away by himself was not refused.
        Assert.Equal(0, readings.Ask("db.client.connection.timeouts", Pool));

        await first.DisposeAsync();
        Assert.Equal(1, readings.Ask("db.client.connection.count", Pool));
    }

    [Fact]
    public async Task Who_waited_in_vain_is_counted()
    {
        var project = await plane.Projects.CreateAsync(Cancel);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var readings = new MeterReadings(services);
        var options = new ProjectDatabasesOptions { PerProject = 1, Wait = TimeSpan.FromMilliseconds(50) };
        using var databases = new ProjectDatabases(plane.Services.GetRequiredService<ProjectConnections>(), options, TimeProvider.System, services.GetRequiredService<IMeterFactory>(), ServicePart.Api);
        await using var held = await databases.OpenOwnerAsync(project.Ref.Database, Cancel);
        await Assert.ThrowsAsync<DatabaseBusyException>(async () => await databases.OpenOwnerAsync(project.Ref.Database, Cancel));

        Assert.Equal(1, readings.Ask("db.client.connection.timeouts", Pool));
    }

    [Fact]
    public async Task No_name_of_a_project_database_or_login_is_in_the_attributes()
    {
        var project = await plane.Projects.CreateAsync(Cancel);
        using var readings = new MeterReadings(plane.Services);
        await using var held = await plane.Services.GetRequiredService<ProjectDatabases>().OpenOwnerAsync(project.Ref.Database, Cancel);
        readings.Ask("db.client.connection.count");

        Assert.NotEmpty(readings.Of("db.client.connection.count"));
        Assert.All(readings.Of("db.client.connection.count"), r => Assert.Equal(["db.client.connection.pool.name=default", "db.client.connection.state=used"], r.Tags));
    }
}
