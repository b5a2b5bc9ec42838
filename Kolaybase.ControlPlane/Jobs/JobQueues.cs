namespace Kolaybase.ControlPlane.Jobs;

/// <summary>Names in the queue's table and around it.</summary>
public static class JobQueues
{
    /// <summary>Jobs that wait or run.</summary>
    public const string Jobs = "jobs";

    /// <summary>Jobs that were given up, see <see cref="DeadLetters"/>.</summary>
    public const string Dead = "dead";

    /// <summary>Channel of <c>NOTIFY</c> on which workers are told that a job was enqueued.</summary>
    public const string Channel = "kolaybase_jobs";
}
