using System.Net;
using System.Net.Http.Json;
using Kolaybase.Tests.Platform;
using Kolaybase.Tests.Replicas.Load;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Replicas;

/// <summary>Redis holds counters only: without it answers are the same, and limits are still in force.</summary>
[Collection(ReplicaStack.Collection)]
public sealed class RedisOutageTests(ReplicaStack stack)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_Redis_for_ten_seconds_nothing_fails_and_nobody_is_unlimited()
    {
        await stack.HealthyAsync();
        var project = await stack.ProjectAsync();
        var refused = PlatformClient.NewEmail();
        for (var i = 0; i < ReplicaStack.AuthPerAccount; i++)
        {
            await AskAsync(stack.Apis[i % 2], refused);
        }

        // Both know that this one is over the limit.
        Assert.Equal([HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], await Task.WhenAll(stack.Apis.Select(api => AskAsync(api, refused))));

        var report = new LoadReport();
        var load = new LedgerLoad(stack.Balanced, project, report, LedgerLoad.Moderate);
        using var until = new CancellationTokenSource();
        await stack.Redis.KillAsync();
        var running = load.RunAsync(writers: 1, readers: 1, until.Token);
        try
        {
            var begun = TimeProvider.System.GetTimestamp();
            var fresh = PlatformClient.NewEmail();
            var answers = new List<HttpStatusCode>();
            for (var i = 0; i < 4 * ReplicaStack.AuthPerAccount; i++)
            {
                answers.Add(await AskAsync(stack.Apis[i % 2], fresh));
            }

            // Each replica counts for itself: the limit once from each.
            Assert.Equal(2 * ReplicaStack.AuthPerAccount, answers.Count(a => a == HttpStatusCode.OK));
            Assert.Equal(2 * ReplicaStack.AuthPerAccount, answers.Count(a => a == HttpStatusCode.TooManyRequests));
            foreach (var api in stack.Apis)
            {
                Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(api, refused));
                await Eventually.TrueAsync(
                    async () => (await api.GetStringAsync("/health", Cancel)).Contains("\"part\":\"cache\"", StringComparison.Ordinal), "health says that Redis is away", Cancel);
            }

            await Eventually.TrueAsync(() => Task.FromResult(TimeProvider.System.GetElapsedTime(begun) > Outage), "ten seconds have passed", Cancel);
        }
        finally
        {
            await stack.Redis.StartAgainAsync();
            await stack.HealthyAsync();
            await until.CancelAsync();
            await running;
        }

        Assert.True(report.Failures is [], $"Of {report.Requests} requests failed: {report.Failed}");
        Assert.Equal(0, await load.LostAsync());
        // They count together again.
        var later = PlatformClient.NewEmail();
        var together = new List<HttpStatusCode>();
        for (var i = 0; i <= ReplicaStack.AuthPerAccount; i++)
        {
            together.Add(await AskAsync(stack.Apis[i % 2], later));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, together[^1]);
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, together[..^1]);
    }

    // A call that the limit of sign-ins counts, and nothing else does.
    private static async Task<HttpStatusCode> AskAsync(HttpClient api, string email)
    {
        using var answer = await api.PostAsJsonAsync("/api/auth/forgot-password", new { email }, Cancel);
        return answer.StatusCode;
    }
}
