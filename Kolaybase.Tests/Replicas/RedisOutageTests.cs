using System.Net;
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
        foreach (var api in stack.Apis)
        {
            // Until each has refused this one itself.
            await Eventually.TrueAsync(async () => await SharedLimits.AskAsync(api, refused) == HttpStatusCode.TooManyRequests, "who calls too often is refused", Cancel);
        }

        var report = new LoadReport();
        var load = new LedgerLoad(stack.Balanced, project, report, LedgerLoad.Moderate);
        using var until = new CancellationTokenSource();
        var running = Task.CompletedTask;
        try
        {
            await stack.Redis.KillAsync();
            running = load.RunAsync(writers: 1, readers: 1, until.Token);
            var begun = TimeProvider.System.GetTimestamp();
            Assert.Equal([HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], await Task.WhenAll(stack.Apis.Select(api => SharedLimits.AskAsync(api, refused))));
            var fresh = PlatformClient.NewEmail();
            var answers = new List<HttpStatusCode>();
            for (var i = 0; i < 4 * ReplicaStack.AuthPerAccount; i++)
            {
                answers.Add(await SharedLimits.AskAsync(stack.Apis[i % 2], fresh));
            }

            // Each replica counts for itself: the limit once from each.
            Assert.Equal(2 * ReplicaStack.AuthPerAccount, answers.Count(a => a == HttpStatusCode.OK));
            Assert.Equal(2 * ReplicaStack.AuthPerAccount, answers.Count(a => a == HttpStatusCode.TooManyRequests));
            await stack.CacheIsAwayAsync();
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
        await Eventually.TrueAsync(() => SharedLimits.AreCountedTogetherAsync(stack), "both count together again", Cancel);
    }
}
