namespace Kolaybase.Tests.Support;

/// <summary>Waits for what another process or task brings about.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until the condition holds; fails the test when it does not in time.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken, TimeSpan? deadline = null)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        while (!await condition())
        {
            if (time.GetElapsedTime(start) > (deadline ?? Deadline))
            {
                Assert.Fail($"Not in time: {what}");
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
