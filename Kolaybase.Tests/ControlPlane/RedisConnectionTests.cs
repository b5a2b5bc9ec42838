using Kolaybase.ControlPlane;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.ControlPlane;

public class RedisConnectionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_timed_by_its_command_and_its_fault()
    {
        await using var api = await TestApi.StartAsync(settings: ("ConnectionStrings:redis", (await GarnetServers.Get()).ConnectionString));
        var redis = api.Services.GetRequiredService<RedisConnection>();
        await Eventually.TrueAsync(async () => (await redis.GetAsync(Cancel))!.IsConnected, "Redis is connected", Cancel);
        using var readings = new MeterReadings(api.Services);
        await redis.CallAsync("PING", 1, database => database.PingAsync(), Cancel);
        await Assert.ThrowsAsync<InvalidDataException>(() => redis.CallAsync<int>("PIPELINE", 2, _ => throw new InvalidDataException(), Cancel));

        Assert.Equal(
            [["db.operation.name=PING"], ["db.operation.name=PIPELINE", "error.type=InvalidDataException"]],
            readings.Of("kolaybase.redis.duration").Select(r => r.Tags));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_time_out_and_timed_as_such()
    {
        await using var api = await TestApi.StartAsync(settings: ("ConnectionStrings:redis", "127.0.0.1:9,connectTimeout=200,connectRetry=0"));
        using var readings = new MeterReadings(api.Services);
        await Assert.ThrowsAsync<TimeoutException>(() => api.Services.GetRequiredService<RedisConnection>().CallAsync("PING", 1, database => database.PingAsync(), Cancel));

        Assert.Equal(["db.operation.name=PING", "error.type=TimeoutException"], Assert.Single(readings.Of("kolaybase.redis.duration")).Tags);
    }
}
