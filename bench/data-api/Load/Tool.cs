using System.Diagnostics;

namespace Kolaybase.Bench.DataApi.Load;

/// <summary>Runs a program of the machine to its end.</summary>
internal static class Tool
{
    /// <summary>What it printed.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables beside ours.</param>
    /// <param name="folder">Where it runs; null means here.</param>
    /// <exception cref="InvalidOperationException">It ended with a fault; the message has its last words.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)>? environment = null, string? folder = null)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" };
        foreach (var (name, value) in environment ?? [])
        {
            info.Environment[name] = value;
        }

        using var process = Process.Start(info)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {Last(await errors)}{Last(await output)}");
    }

    private static string Last(string text) => text.Length > 2000 ? text[^2000..] : text;
}
