namespace Kolaybase.Workers.Jobs;

/// <summary>Does one kind of job. Made for each attempt, in a scope of its own.</summary>
/// <remarks>
/// A job runs at least once: a worker may die at any point, and the next one starts over. Throwing means that it is
/// tried again after a pause, or given up when <see cref="JobAttempt.IsLast"/> or on a <see cref="PermanentFailureException"/>.
/// </remarks>
public interface IJobHandler<in TJob>
{
    /// <summary>Does it.</summary>
    /// <param name="job">What to do.</param>
    /// <param name="attempt">Which try this is.</param>
    /// <param name="cancellationToken">The worker stops: throw, and the job is left to the next one without counting as tried.</param>
    Task RunAsync(TJob job, JobAttempt attempt, CancellationToken cancellationToken);

    /// <summary>The last attempt failed, wherever, or one for good: says so to whoever waits for the job. A dead letter is written after this has returned, and the attempt repeated where it throws.</summary>
    /// <param name="job">What was to do.</param>
    /// <param name="cause">Why the last attempt failed.</param>
    /// <param name="cancellationToken">The worker stops: throw.</param>
    Task<GivenUp> GiveUpAsync(TJob job, Exception cause, CancellationToken cancellationToken) => Task.FromResult(GivenUp.DeadLetter);
}
