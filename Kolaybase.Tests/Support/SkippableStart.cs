using System.Runtime.ExceptionServices;
using Xunit.Sdk;

namespace Kolaybase.Tests.Support;

/// <summary>
/// The start of a fixture whose parts may not be had on this machine. xUnit fails the tests of a fixture that skips; so the skip is kept, and its tests are skipped with
/// its reason when they ask for the first part.
/// </summary>
internal sealed class SkippableStart
{
    private ExceptionDispatchInfo? _skipped;

    /// <summary>Runs the start.</summary>
    public async Task RunAsync(Func<Task> start)
    {
        try
        {
            await start();
        }
        catch (SkipException skip)
        {
            _skipped = ExceptionDispatchInfo.Capture(skip);
        }
    }

    /// <summary>Skips the calling test when the start was skipped.</summary>
    public void Check() => _skipped?.Throw();
}
