using System.Net;
using System.Net.NetworkInformation;
using Kolaybase.Tests.Support;
using StackExchange.Redis;

namespace Kolaybase.Tests.Embedded.Redis;

public class GarnetServerTests
{
    [Fact]
    public async Task It_answers_commands_and_messages_with_its_password()
    {
        var garnet = await GarnetServers.Get();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(garnet.ConnectionString);
        var key = $"test:{Guid.CreateVersion7()}";

        Assert.Equal(1, await connection.GetDatabase().StringIncrementAsync(key));

        var received = new TaskCompletionSource<string?>();
        await connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal(key), (_, message) => received.TrySetResult(message));
        await connection.GetSubscriber().PublishAsync(RedisChannel.Literal(key), "hello");
        Assert.Equal("hello", await received.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task It_runs_no_scripts()
    {
        var garnet = await GarnetServers.Get();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(garnet.ConnectionString);

        await Assert.ThrowsAsync<RedisServerException>(() => connection.GetDatabase().ScriptEvaluateAsync("return 1"));
    }

    [Fact]
    public async Task Without_the_password_nothing_is_answered()
    {
        var garnet = await GarnetServers.Get();

        await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{garnet.Server.Port},abortConnect=false,connectTimeout=1000");
        await Assert.ThrowsAnyAsync<RedisException>(() => connection.GetDatabase().PingAsync());
    }

    [Fact]
    public async Task It_listens_on_the_loopback_address_only()
    {
        var garnet = await GarnetServers.Get();

        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(listener => listener.Port == garnet.Server.Port);
        Assert.All(listeners, listener => Assert.True(IPAddress.IsLoopback(listener.Address)));
    }
}
