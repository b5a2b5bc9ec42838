namespace Kolaybase.Workers.Jobs;

/// <summary>A job failed for the last time, and nobody could be told (see <see cref="IJobHandler{TJob}.GiveUpAsync"/>): it must not become a dead letter yet.</summary>
/// <param name="cause">Why the job failed.</param>
/// <param name="inner">Why nobody was told.</param>
internal sealed class GiveUpException(Exception cause, Exception inner) : Exception($"The job failed ({cause.Message}) and could not be given up.", inner);
