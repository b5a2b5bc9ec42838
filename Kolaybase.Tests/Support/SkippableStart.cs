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

    /// <summary>Runs the start, or the part of it that may skip.</summary>
    /// <returns>False when it was skipped.</returns>
    public async Task<bool> RunAsync(Func<Task> start)
    {
        try
        {
            await start();
            return true;
        }
        catch (SkipException skip)
        {
            _skipped = ExceptionDispatchInfo.Capture(skip);
            return false;
        }
    }

    /// <summary>Skips the calling test when the start was skipped.</summary>
    public void Check() => _skipped?.Throw();
}
