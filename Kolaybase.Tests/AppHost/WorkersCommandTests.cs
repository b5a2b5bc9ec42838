using Kolaybase.AppHost.Embedded;
using Kolaybase.Embedded.Processes;

namespace Kolaybase.Tests.AppHost;

public class WorkersCommandTests
{
    [Fact]
    public async Task The_verb_works_beside_a_running_stack_and_on_a_stopped_one()
    {
        await using var folder = await AppHostFolder.CreateAsync(18);
        var stack = await folder.StartReadyAsync();
        await AssertAnswersAsync(folder, ExitCodes.Stopped, "No job was given up.", "jobs", "dead");
        await AssertAnswersAsync(folder, ExitCodes.Failed, "No dead job has the id 5", "jobs", "requeue", "5");
        await AssertAnswersAsync(folder, ExitCodes.Failed, "There is no project 00000000-0000-0000-0000-000000000000", "projects", "dump", $"{Guid.Empty}", Path.Combine(folder.Data, "dump"));
        Assert.Equal(1, await stack.AskAsync<int>("select 1"));

        stack.Signal(LibC.SigTerm);
        await stack.WaitForExitAsync();
        await AssertAnswersAsync(folder, ExitCodes.Stopped, "0 re-queued.", "jobs", "requeue", "--all");
        Assert.False(File.Exists(Path.Combine(folder.Data, "postgres", "postmaster.pid")));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_with_the_usage()
    {
        await using var folder = await AppHostFolder.CreateAsync(18);
        await folder.StartReadyAsync();

        await AssertAnswersAsync(folder, ExitCodes.Failed, "jobs requeue <id>|--all", "jobs", "bury");
        await AssertAnswersAsync(folder, ExitCodes.Failed, "'projects dump' makes no sense", "projects", "dump");
    }

    [Fact]
    public async Task A_folder_that_never_held_a_stack_is_refused_and_not_made()
    {
        await using var folder = await AppHostFolder.CreateAsync(18);

        await AssertAnswersAsync(folder, ExitCodes.Failed, "No stack was ever started", "jobs", "dead");
        Assert.False(Directory.Exists(folder.Data));
    }

    private static async Task AssertAnswersAsync(AppHostFolder folder, int code, string text, params string[] words)
    {
        var command = folder.Start(words);
        Assert.Equal(code, await command.WaitForExitAsync());
        Assert.Contains(text, command.Output, StringComparison.Ordinal);
    }
}
