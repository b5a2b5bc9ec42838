namespace Kolaybase.Embedded.Processes;

/// <summary>Waits for what nobody announces: a file's content, the end of a process that is not our child.</summary>
internal static class Polling
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    /// <summary>Looks until the condition holds.</summary>
    /// <returns>False when it did not hold in time.</returns>
    public static async Task<bool> UntilAsync(Func<bool> condition, TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (!condition())
        {
            if (time.GetElapsedTime(start) > atMost)
            {
                return false;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        return true;
    }
}
