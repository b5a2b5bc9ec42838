using System.Diagnostics;

namespace Kolaybase.Embedded.Processes;

/// <summary>A short-lived program, run to its end.</summary>
internal static class Command
{
    /// <summary>Runs a program and collects what it printed. A program that can't be started at all answers with exit code 127, as a shell would.</summary>
    public static async Task<CommandResult> RunAsync(string file, IEnumerable<string> arguments, ServerUser? user, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo(file, arguments, user) };
        try
        {
            process.Start();
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or FileNotFoundException)
        {
            return new CommandResult(127, "", exception.Message);
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>How every child is started: no shell, messages in English (some are recognised), no <c>PG…</c> variable of the caller.</summary>
    public static ProcessStartInfo StartInfo(string file, IEnumerable<string> arguments, ServerUser? user)
    {
        var info = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToArray())
        {
            info.Environment.Remove(name);
        }

        info.Environment["LC_ALL"] = "C";
        if (user is not null)
        {
            // The folder that root stands in may be closed to the other user.
            info.WorkingDirectory = "/";
            info.UserName = user.Name;
        }

        return info;
    }
}
