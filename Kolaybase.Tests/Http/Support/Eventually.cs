namespace Kolaybase.Tests.Http.Support;

/// <summary>Waits for a condition that only looking can tell.</summary>
public static class Eventually
{
    /// <summary>Looks every 50 ms until the condition holds; fails at the deadline.</summary>
    public static async Task HoldsAsync(TimeSpan deadline, Func<Task<bool>> condition)
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        while (!await condition())
        {
            Assert.True(clock.GetElapsedTime(began) < deadline, $"The condition did not hold within {deadline}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, TestContext.Current.CancellationToken);
        }
    }
}
