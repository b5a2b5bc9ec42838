using System.Net;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.Http.Requests;

public class DrainTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_told_to_stop_says_so_first_and_serves_until_the_drain_is_over()
    {
        var clock = new FakeTimeProvider();
        await using var api = await TestApi.StartAsync(
            configure: builder => builder.Services.AddSingleton<TimeProvider>(clock), settings: ("Kolaybase:DrainSeconds", "300"));
        using (var before = await api.Client.GetAsync("/alive", Cancel))
        {
            Assert.Null(before.Headers.ConnectionClose);
        }

        var stop = api.StopAsync();
        await Eventually.TrueAsync(async () => (await HealthAsync(api)).Contains("shutting down", StringComparison.Ordinal), "health says that it stops", Cancel);
        clock.Advance(TimeSpan.FromSeconds(299));
        using (var during = await api.Client.GetAsync("/alive", Cancel))
        {
            Assert.Equal(HttpStatusCode.OK, during.StatusCode);
            Assert.True(during.Headers.ConnectionClose);
        }

        Assert.False(stop.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await stop;
        await Assert.ThrowsAsync<HttpRequestException>(() => api.Client.GetAsync("/alive", Cancel));
    }

    [Fact]
    public async Task Without_a_drain_it_stops_at_once()
    {
        // The clock stands: a wait would never end.
        await using var api = await TestApi.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider()));
        await api.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => api.Client.GetAsync("/alive", Cancel));
    }

    private static async Task<string> HealthAsync(TestApi api)
    {
        using var answer = await api.Client.GetAsync("/health", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }
}
