using System.ComponentModel;
using System.Diagnostics;

namespace Kolaybase.Tests.Support;

/// <summary>Runs node and npm, for tests with real clients; where they are not installed, those tests are skipped and say so.</summary>
internal static class Node
{
    /// <summary>Skips the calling test where node or npm is missing.</summary>
    public static async Task RequireAsync(string consequence)
    {
        foreach (var program in new[] { "node", "npm" })
        {
            if (!await IsThereAsync(program))
            {
                Assert.Skip($"{program} is not installed: {consequence} (install nodejs and npm)");
            }
        }
    }

    /// <summary>Runs one to its end; what it wrote.</summary>
    public static async Task<string> CallAsync(string program, string[] arguments, string folder, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Program(program), arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await errors}{output}");
        return output;
    }

    private static async Task<bool> IsThereAsync(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Program(program), ["--version"]) { RedirectStandardOutput = true })!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>npm is a script, which Windows starts by its whole name only.</summary>
    private static string Program(string name) => name == "npm" && OperatingSystem.IsWindows() ? "npm.cmd" : name;
}
