using System.Diagnostics.Metrics;
using Kolaybase.Api.Rest;
using Kolaybase.Api.Rest.Schema;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Rest.Schema;

public class SchemaCacheMetricsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hits_misses_reloads_and_what_is_kept_are_measured()
    {
        await using var database = await RestDatabase.CreateAsync(18, 2);
        await database.ExecuteAsync("create table t (id int primary key, note text)");
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var readings = new MeterReadings(services);
        var metrics = new SchemaCacheMetrics(services.GetRequiredService<IMeterFactory>());
        using var cache = new SchemaCache((_, token) => database.OpenAuthenticatorAsync(token), new RestLimits(), TimeProvider.System, metrics);
        metrics.Watch(cache);
        Assert.Equal(0, readings.Ask("kolaybase.schema_cache.entries"));

        var snapshot = await cache.GetAsync(database.Project.Database, Token);
        await cache.GetAsync(database.Project.Database, Token);
        await cache.GetAsync(database.Project.Database, Token);
        await cache.ReloadAsync(database.Project.Database, snapshot, Token);

        Assert.Equal(1, readings.Sum("kolaybase.schema_cache.requests", "kolaybase.cache.result=miss"));
        Assert.Equal(2, readings.Sum("kolaybase.schema_cache.requests", "kolaybase.cache.result=hit"));
        Assert.Equal(1, readings.Sum("kolaybase.schema_cache.requests", "kolaybase.cache.result=stale"));
        Assert.Equal(1, readings.Ask("kolaybase.schema_cache.entries"));
        Assert.Equal(snapshot.Weigh(), readings.Ask("kolaybase.schema_cache.items"));
    }
}
