using System.Diagnostics;
using Kolaybase.Embedded.Processes;

namespace Kolaybase.Tests.Embedded.Processes;

public class ProcessIdentityTests
{
    [Fact]
    public void A_running_process_is_alive_and_the_same_each_time()
    {
        var own = ProcessIdentity.Of(Environment.ProcessId);

        Assert.NotNull(own);
        Assert.True(own.IsAlive);
        Assert.Equal(own, ProcessIdentity.Of(Environment.ProcessId));
    }

    [Fact]
    public void Another_process_that_got_the_same_id_is_not_taken_for_it() =>
        Assert.False((ProcessIdentity.Of(Environment.ProcessId)! with { Birth = "another boot:1" }).IsAlive);

    [Fact]
    public async Task A_process_that_ended_is_not_alive()
    {
        using var process = Process.Start(Command.StartInfo("cat", [], null))!;
        var identity = ProcessIdentity.Of(process.Id);
        Assert.True(identity!.IsAlive);

        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.False(identity.IsAlive);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void An_id_of_nobody_gives_nothing(int id) => Assert.Null(ProcessIdentity.Of(id));
}
