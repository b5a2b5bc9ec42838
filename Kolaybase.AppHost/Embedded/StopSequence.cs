namespace Kolaybase.AppHost.Embedded;

/// <summary>
/// Stops the parts of a stack one after the other. A part that can't be stopped, or takes too long, is said and
/// passed over: PostgreSQL is always asked to stop and the data folder is always given free.
/// </summary>
/// <param name="say">Told what could not be stopped.</param>
/// <param name="time">Clock of the limit.</param>
internal sealed class StopSequence(Action<string> say, TimeProvider time)
{
    /// <summary>Longer than any part gives itself: PostgreSQL is killed after 25 s.</summary>
    public static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(40);

    /// <summary>Stops the parts in order.</summary>
    /// <returns>Whether all of them stopped.</returns>
    public async Task<bool> RunAsync(IEnumerable<(string Name, Func<Task> Stop)> parts)
    {
        var clean = true;
        foreach (var (name, stop) in parts)
        {
            try
            {
                // On a thread of its own: a part that blocks instead of waiting must not hold up the rest either.
                await Task.Run(stop).WaitAsync(LongestStop, time);
            }
            catch (Exception exception)
            {
                clean = false;
                say($"{name} did not stop cleanly: {exception.GetBaseException().Message}");
            }
        }

        return clean;
    }
}
