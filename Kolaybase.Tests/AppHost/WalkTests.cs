using Kolaybase.AppHost.Embedded;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Embedded.Processes;

namespace Kolaybase.Tests.AppHost;

public class WalkTests
{
    // Walk.Query: since 1961, newest first, the second and the third.
    private const string Answer = """[{"title":"Ubik","year":1969},{"title":"Dune","year":1965}]""";

    [Fact]
    public async Task The_first_lines_say_which_mode_runs_and_the_printed_walk_works_when_it_is_copied_into_a_shell_even_twice()
    {
        await using var folder = await AppHostFolder.CreateAsync(PostgresInstallation.HighestMajor);
        var host = await folder.StartReadyAsync();
        var lines = host.Output.Split('\n');
        Assert.Matches(@"embedded mode.*\(.+\)", lines[0]);
        Assert.Contains("-p:UseAspire=true", lines[1], StringComparison.Ordinal);
        Assert.Contains($"{host.BaseUrl}/docs", host.Output, StringComparison.Ordinal);
        Assert.Contains(folder.Data, host.Output, StringComparison.Ordinal);

        var commands = Printed(host.Output);
        Assert.Contains(host.BaseUrl, commands, StringComparison.Ordinal);

        for (var time = 1; time <= 2; time++)
        {
            var result = await Command.RunAsync("sh", ["-u", "-c", commands], null, TestContext.Current.CancellationToken);
            Assert.True(result.Succeeded, result.Error);
            Assert.True(Answer == result.Output.TrimEnd().Split('\n')[^1].Replace(": ", ":", StringComparison.Ordinal), $"{result.Output}\n{result.Error}");
        }
    }

    [Fact]
    public async Task The_demo_does_the_walk_without_printing_a_session_token_and_a_second_run_goes_on_with_its_project()
    {
        await using var folder = await AppHostFolder.CreateAsync(18);
        string[] arguments = ["--demo", "--urls", "http://127.0.0.1:0"];

        var first = folder.Start(arguments);
        await first.WaitForAsync("service key  kb_");
        Assert.Contains("Sign up", Steps(first));
        Assert.Contains("Create a project", Steps(first));
        Assert.Contains(Answer, first.Output, StringComparison.Ordinal);
        Assert.Contains("\"accessToken\":\"…\"", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"accessToken\":\"ey", first.Output, StringComparison.Ordinal);
        var left = Left(first.Output);
        first.Signal(LibC.SigInt);
        Assert.Equal(ExitCodes.Stopped, await first.WaitForExitAsync());

        var second = folder.Start(arguments);
        await second.WaitForAsync("service key  kb_");
        Assert.Contains("Sign in", Steps(second));
        Assert.DoesNotContain("Sign up", Steps(second));
        Assert.DoesNotContain(Steps(second), step => step.StartsWith("Create", StringComparison.Ordinal) || step.StartsWith("Insert", StringComparison.Ordinal));
        Assert.Contains(Answer, second.Output, StringComparison.Ordinal);
        Assert.Equal(left, Left(second.Output));
    }

    // A step is a line of its own; the walk's own comments are not.
    private static string[] Steps(AppHostProcess host) => host.Output.Split('\n');

    private static string Printed(string output)
    {
        var lines = output.Split('\n').SkipWhile(line => !line.StartsWith("# 1.", StringComparison.Ordinal)).TakeWhile(line => !line.StartsWith("Ctrl-C", StringComparison.Ordinal));
        return string.Join('\n', lines);
    }

    private static string[] Left(string output) =>
        [.. output.Split('\n').SkipWhile(line => !line.Contains("  account  ", StringComparison.Ordinal)).Where(line => line.Length > 0)];
}
