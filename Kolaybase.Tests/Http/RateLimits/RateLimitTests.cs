using System.Net;
using System.Text;
using Kolaybase.Api.Http.RateLimits;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Tests.Http.Callers;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace Kolaybase.Tests.Http.RateLimits;

public class RateLimitTests
{
    public sealed record Credentials(string Email, string? Password = null);

    [Fact]
    public async Task A_key_that_calls_too_often_is_told_to_wait_and_others_are_not()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var project = await registry.AddProjectAsync((await registry.AddTeamAsync()).TeamId);
        await using var api = await registry.StartApiAsync(CallerRoutes.Map, ("Kolaybase:RateLimits:DataPerSecond", "1"), ("Kolaybase:RateLimits:DataBurst", "3"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(api, "/test/data", project.AnonKey)).StatusCode);
        }

        await ErrorBody.ReadAsync(await GetAsync(api, "/test/data", project.AnonKey), 429, "KB429");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(api, "/test/data", project.ServiceKey)).StatusCode);
    }

    [Fact]
    public async Task Who_guesses_keys_is_told_to_wait()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await using var api = await registry.StartApiAsync(CallerRoutes.Map, ("Kolaybase:RateLimits:UnknownKeysPerAddress", "3"));
        for (var i = 0; i < 3; i++)
        {
            await ErrorBody.ReadAsync(await GetAsync(api, "/test/data", $"kb_anon_{i}"), 401, "KB102");
        }

        await ErrorBody.ReadAsync(await GetAsync(api, "/test/data", "kb_anon_next"), 429, "KB429");
    }

    [Fact]
    public async Task Sign_in_is_limited_by_address_without_Redis()
    {
        await using var api = await TestApi.StartAsync(SignIn, settings: ("Kolaybase:RateLimits:AuthPerAddress", "2"));
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(api, "a@example.com")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(api, "b@example.com")).StatusCode);
        await ErrorBody.ReadAsync(await LogInAsync(api, "c@example.com"), 429, "KB429");
    }

    [Fact]
    public async Task Sign_in_is_limited_by_account_however_it_is_spelled()
    {
        await using var api = await TestApi.StartAsync(SignIn, settings: ("Kolaybase:RateLimits:AuthPerAccount", "2"));
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(api, "a@example.com")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(api, " A@Example.com ")).StatusCode);
        await ErrorBody.ReadAsync(await LogInAsync(api, "a@EXAMPLE.com"), 429, "KB429");
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(api, "b@example.com")).StatusCode);
    }

    [Fact]
    public async Task Replicas_count_together_in_Redis()
    {
        var garnet = await GarnetServers.Get();
        var keys = MasterKeyRing.Generate("shared");
        (string, string)[] settings = [("ConnectionStrings:redis", garnet.ConnectionString), ("Kolaybase:RateLimits:AuthPerAccount", "3")];
        await using var one = await TestApi.StartAsync(SignIn, masterKeys: keys, settings: settings);
        await using var two = await TestApi.StartAsync(SignIn, masterKeys: keys, settings: settings);
        // The first calls of a process may find Redis not yet connected and are counted locally.
        await ConnectedAsync(one);
        await ConnectedAsync(two);
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(one, "a@example.com")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(two, "a@example.com")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(one, "a@example.com")).StatusCode);
        using var refused = await LogInAsync(two, "a@example.com");
        await ErrorBody.ReadAsync(refused, 429, "KB429");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_dead_Redis_leaves_the_limits_in_force()
    {
        var garnet = await GarnetServers.StartOwnAsync();
        await using var api = await TestApi.StartAsync(SignIn, settings: [("ConnectionStrings:redis", garnet.ConnectionString), ("Kolaybase:RateLimits:AuthPerAccount", "2")]);
        await ConnectedAsync(api);
        await garnet.DisposeAsync();
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(api, "a@example.com")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(api, "a@example.com")).StatusCode);
        await ErrorBody.ReadAsync(await LogInAsync(api, "a@example.com"), 429, "KB429");
    }

    [Fact]
    public async Task Who_was_over_the_limit_is_not_let_in_again_by_the_end_of_Redis()
    {
        var garnet = await GarnetServers.StartOwnAsync();
        var keys = MasterKeyRing.Generate("shared");
        (string, string)[] settings = [("ConnectionStrings:redis", garnet.ConnectionString), ("Kolaybase:RateLimits:AuthPerAccount", "2")];
        await using var one = await TestApi.StartAsync(SignIn, masterKeys: keys, settings: settings);
        await using var two = await TestApi.StartAsync(SignIn, masterKeys: keys, settings: settings);
        await ConnectedAsync(one);
        await ConnectedAsync(two);
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(one, "a@example.com")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(one, "a@example.com")).StatusCode);
        // This one has counted nothing for itself: it knows from Redis only.
        await ErrorBody.ReadAsync(await LogInAsync(two, "a@example.com"), 429, "KB429");

        await garnet.DisposeAsync();
        await ErrorBody.ReadAsync(await LogInAsync(two, "a@example.com"), 429, "KB429");
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(two, "b@example.com")).StatusCode);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::", "2001:db8:1:2::/64")]
    public void An_IPv6_subscriber_counts_as_one(string address, string expected) => Assert.Equal(expected, ClientAddress.Of(IPAddress.Parse(address)));

    [Theory]
    [InlineData("{\"email\":\"a@b.c\"}", "a@b.c")]
    [InlineData("{\"x\":{\"email\":\"inner\"},\"email\":\"outer\"}", "outer")]
    [InlineData("{\"\\u0065mail\":\"a@b.c\"}", "a@b.c")]
    [InlineData("{\"email\":7}", null)]
    [InlineData("{\"email\":\"\\ud800\"}", null)]
    [InlineData("[]", null)]
    [InlineData("{", null)]
    [InlineData("", null)]
    public void The_account_is_the_top_level_email(string body, string? expected) => Assert.Equal(expected, AccountInBody.Read(Encoding.UTF8.GetBytes(body)));

    private static Task ConnectedAsync(TestApi api) => Eventually.TrueAsync(async () =>
    {
        var redis = (RedisConnection)api.Services.GetService(typeof(RedisConnection))!;
        return (await redis.GetAsync(TestContext.Current.CancellationToken))!.IsConnected;
    }, "Redis is connected", TestContext.Current.CancellationToken);

    private static void SignIn(WebApplication app) => app.MapPost("/api/auth/test", (Credentials credentials) => credentials.Email);

    private static Task<HttpResponseMessage> LogInAsync(TestApi api, string email) =>
        api.Client.PostAsync("/api/auth/test", new StringContent($"{{\"email\":\"{email}\"}}", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

    private static async Task<HttpResponseMessage> GetAsync(TestApi api, string url, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("apikey", key);
        return await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
