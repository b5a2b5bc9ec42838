using Kolaybase.Tests.Replicas.Load;

namespace Kolaybase.Tests.Replicas;

/// <summary>Every part is killed under load. Requests may fail then, by documented refusals and broken connections; what was acknowledged may not be lost.</summary>
[Collection(ReplicaStack.Collection)]
public sealed class ChaosTests(ReplicaStack stack)
{
    /// <summary>How long a run by hand kills.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Fact]
    public Task Nothing_acknowledged_is_lost_when_every_part_is_killed_once() => RunAsync(TimeSpan.Zero);

    /// <summary>By hand: <c>docs/replicas.md</c> has the command and its figures.</summary>
    [Fact(Explicit = true)]
    public Task Nothing_acknowledged_is_lost_in_many_rounds() => RunAsync(Long);

    private async Task RunAsync(TimeSpan atLeast)
    {
        var report = await new ChaosRun(stack).RunAsync(atLeast);
        TestContext.Current.TestOutputHelper!.WriteLine(report.ToString());
        Assert.True(report.LostWrites == 0, report.ToString());
        Assert.True(report.LostMails == 0, report.ToString());
        Assert.True(report.UnexpectedAnswers is [], report + "\n" + stack.Output);
        stack.AssertNoneEnded();
        Assert.All(report.Faults, fault => Assert.True(fault.Recovery < TimeSpan.FromSeconds(30), report.ToString()));
    }
}
