using System.Runtime.InteropServices;

namespace Kolaybase.AppHost.Embedded;

/// <summary>Ctrl-C and SIGTERM: the first asks for a clean stop, the second forces one.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TextWriter _output;
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    /// <param name="output">Told what happens.</param>
    /// <param name="force">Run at the second signal; must not wait.</param>
    public StopSignals(TextWriter output, Action force)
    {
        _output = output;
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (!Ask("Stopping. Once more to force it."))
            {
                force();
            }
        }))];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Requested => _stop.Token;

    /// <summary>Asks for a clean stop as the first signal does.</summary>
    /// <returns>False when one was asked for before.</returns>
    public bool Ask(string line)
    {
        if (Interlocked.Increment(ref _count) > 1)
        {
            return false;
        }

        _output.WriteLine(line);
        _stop.Cancel();
        return true;
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }
}
