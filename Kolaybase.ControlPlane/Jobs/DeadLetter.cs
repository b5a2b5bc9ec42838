namespace Kolaybase.ControlPlane.Jobs;

/// <summary>A job that was given up.</summary>
/// <param name="Id">Names it in <see cref="DeadLetters.RequeueAsync"/>.</param>
/// <param name="Type">Its name in <see cref="JobTypes"/>, or what the queue said.</param>
/// <param name="EnqueuedAt">When it was enqueued; null when that can't be read.</param>
/// <param name="FailedAt">When it was given up; null when that can't be read.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Error">The last attempt's error, for operators: may name hosts.</param>
/// <param name="Body">The job as JSON. Its secrets are sealed.</param>
public sealed record DeadLetter(long Id, string Type, DateTimeOffset? EnqueuedAt, DateTimeOffset? FailedAt, int Attempts, string Error, string Body);
