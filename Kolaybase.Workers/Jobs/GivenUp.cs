namespace Kolaybase.Workers.Jobs;

/// <summary>What becomes of a job that was given up.</summary>
public enum GivenUp
{
    /// <summary>It is kept for an operator, who can have it done again.</summary>
    DeadLetter,

    /// <summary>It is dropped: whoever waits for it has been told, and doing it later would be of no use to anybody.</summary>
    Dropped,
}
