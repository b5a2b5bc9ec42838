namespace Kolaybase.Workers.Jobs;

/// <summary>Which try of a job this is.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Of">How many there are at most.</param>
public readonly record struct JobAttempt(int Number, int Of)
{
    /// <summary>Failing now means that the job is given up.</summary>
    public bool IsLast => Number >= Of;
}
