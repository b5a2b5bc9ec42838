using System.Diagnostics;
using Kolaybase.Embedded.Processes;

namespace Kolaybase.Tests.Support;

/// <summary>Stops a program as container platforms do.</summary>
internal static class TerminatedProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>SIGTERM, and the end, which has to be a clean one.</summary>
    public static async Task StopAsync(Process process, Func<string> output)
    {
        _ = LibC.Kill(process.Id, LibC.SigTerm);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"It did not end within {Patience}. It printed:\n{output()}");
        }

        Assert.True(process.ExitCode == 0, $"It ended with {process.ExitCode}. It printed:\n{output()}");
    }
}
