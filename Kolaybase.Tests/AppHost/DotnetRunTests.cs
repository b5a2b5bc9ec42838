using Kolaybase.AppHost.Embedded;
using Kolaybase.Embedded.Processes;

namespace Kolaybase.Tests.AppHost;

public class DotnetRunTests
{
    [Fact]
    public async Task When_dotnet_run_is_killed_the_stack_it_started_stops_and_the_next_one_starts()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells a process who started it.");
        await using var folder = await AppHostFolder.CreateAsync(18);
        var run = folder.StartWithDotnetRun();
        await run.WaitUntilReadyAsync();
        var stack = ProcessIdentity.Of(run.OwnerId);
        Assert.NotEqual(run.Id, stack!.Id);
        Assert.Equal(1, await run.AskAsync<int>("select 1"));

        run.Signal(LibC.SigKill);

        await AppHostFolder.AssertGoneAsync(stack);
        var next = await folder.StartReadyAsync();
        Assert.Equal(1, await next.AskAsync<int>("select 1"));
    }

    [Fact]
    public async Task A_sigterm_to_dotnet_run_stops_everything_cleanly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        await using var folder = await AppHostFolder.CreateAsync(18);
        var run = folder.StartWithDotnetRun();
        await run.WaitUntilReadyAsync();
        var stack = ProcessIdentity.Of(run.OwnerId);

        run.Signal(LibC.SigTerm);

        Assert.Equal(ExitCodes.Stopped, await run.WaitForExitAsync());
        Assert.EndsWith("Stopped.", run.Output, StringComparison.Ordinal);
        Assert.False(stack!.IsAlive);
    }
}
