using System.Diagnostics;

namespace Kolaybase.ControlPlane.Jobs;

/// <summary>
/// Named places between two steps at which the process can be made to kill itself, as
/// <c>kill -9</c> would: no handler runs, nothing is flushed. Set <c>Kolaybase:Failpoint</c> to one
/// name; empty, the default, means never. For tests of recovery only.
/// </summary>
/// <param name="armed">The armed name, or null.</param>
public sealed class Failpoints(string? armed)
{
    /// <summary>Dies here when <paramref name="name"/> is the armed one.</summary>
    public void Hit(string name)
    {
        if (string.Equals(armed, name, StringComparison.Ordinal))
        {
            // SIGKILL on Unix, TerminateProcess on Windows.
            Process.GetCurrentProcess().Kill();
            // The signal is asynchronous: not one more instruction of the step may run meanwhile.
            new ManualResetEventSlim().Wait();
        }
    }
}
