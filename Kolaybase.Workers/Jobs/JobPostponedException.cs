namespace Kolaybase.Workers.Jobs;

/// <summary>A job's turn has not come yet: it goes back into the queue as it is, and this attempt does not count.</summary>
/// <param name="pause">How long it waits there; the queue counts whole seconds and cuts off the rest.</param>
internal sealed class JobPostponedException(TimeSpan pause) : Exception("The job's turn has not come yet.")
{
    /// <summary>How long it waits.</summary>
    public TimeSpan Pause => pause;
}
