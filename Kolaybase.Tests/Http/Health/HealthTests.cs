using System.Net;
using System.Text.Json;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Http.Health;

public class HealthTests
{
    [Fact]
    public async Task All_well_is_200_with_nothing_degraded()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var garnet = await GarnetServers.Get();
        await using var api = await registry.StartApiAsync(_ => { }, ("ConnectionStrings:redis", garnet.ConnectionString));
        Assert.Equal("""{"status":"ok","degraded":[]}""", await api.Client.GetStringAsync("/health", Cancel));
    }

    [Fact]
    public async Task A_missing_cache_and_a_missing_database_server_only_degrade()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await using var api = await registry.StartApiAsync(
            _ => { },
            ("ConnectionStrings:redis", "127.0.0.1:9,connectTimeout=500"),
            ("Kolaybase:DatabaseServers:other:Provisioner", TestApi.NoDatabase));
        using var response = await api.Client.GetAsync("/health", Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        using var json = JsonDocument.Parse(text);
        Assert.Equal("degraded", json.RootElement.GetProperty("status").GetString());
        Assert.Equal(["cache", "databases"], json.RootElement.GetProperty("degraded").EnumerateArray().Select(p => p.GetProperty("part").GetString()).Order());
        Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_control_database_it_is_503_and_the_process_still_alive()
    {
        await using var api = await TestApi.StartAsync();
        var error = await ErrorBody.ReadAsync(await api.Client.GetAsync("/health", Cancel), 503, "KB503");
        Assert.DoesNotContain("127.0.0.1", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("""{"status":"ok"}""", await api.Client.GetStringAsync("/alive", Cancel));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
