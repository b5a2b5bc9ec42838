using Kolaybase.Tests.Replicas.Load;

namespace Kolaybase.Tests.Replicas;

/// <summary>An upgrade: every process is replaced, one after the other, while others work.</summary>
[Collection(ReplicaStack.Collection)]
public sealed class RollingRestartTests(ReplicaStack stack)
{
    [Fact]
    public async Task No_request_fails_while_every_process_is_replaced()
    {
        await stack.HealthyAsync();
        var project = await stack.ProjectAsync();
        var report = new LoadReport();
        var load = new LedgerLoad(stack.Balanced, project, report, LedgerLoad.Moderate);
        var invites = await InviteLoad.StartAsync(stack, report);
        using var until = new CancellationTokenSource();
        var running = Task.WhenAll(load.RunAsync(writers: 2, readers: 1, until.Token), invites.RunAsync(until.Token));
        try
        {
            for (var i = 0; i < 2; i++)
            {
                await stack.ReplaceApiAsync(i);
                await stack.ReplaceWorkerAsync(i);
            }
        }
        finally
        {
            await until.CancelAsync();
            await running;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{report.Requests} requests, failed: {report.Failed}");
        Assert.True(report.Failures is [], $"Of {report.Requests} requests failed: {report.Failed}\n{string.Join('\n', report.Broken)}\n{stack.Output}");
        stack.AssertNoneEnded();
        Assert.True(report.Requests > 100, $"only {report.Requests} requests");
        Assert.Equal(0, await load.LostAsync());
        Assert.Empty(await invites.LostAsync());
    }
}
