using System.Threading.Channels;

namespace Kolaybase.ControlPlane.Logs;

/// <summary>
/// Where requests and jobs leave their entries. Never waits and never fails: an entry goes into a bounded queue, or is counted where it has no place;
/// <see cref="LogWriter"/> brings the queue to the control database (decision 22).
/// </summary>
public sealed class ProjectLog(LogOptions options, LogMetrics metrics, TimeProvider time)
{
    /// <summary>Entries that wait at most.</summary>
    public const int Capacity = 20_000;

    private readonly Channel<ProjectLogEntry> _queue = Channel.CreateBounded<ProjectLogEntry>(new BoundedChannelOptions(Capacity)
    {
        SingleReader = true,
        // Full means that TryWrite says no.
        FullMode = BoundedChannelFullMode.Wait,
    });

    /// <summary>Whether entries are kept at all; else nothing need be asked.</summary>
    public bool Enabled => options.Enabled;

    /// <summary>What was omitted.</summary>
    internal LogBudget Budget { get; } = new(options.PerSecond, time);

    /// <summary>What waits to be written.</summary>
    internal ChannelReader<ProjectLogEntry> Waiting => _queue.Reader;

    /// <summary>Whether an entry of the project has a place now; asked before it is made, since most of a flood has none. One that has no place is counted.</summary>
    /// <param name="project">The project.</param>
    /// <param name="share">Whose places it takes.</param>
    public bool Takes(Guid project, LogShare share)
    {
        if (!options.Enabled)
        {
            return false;
        }

        if (Budget.Take(project, share))
        {
            return true;
        }

        metrics.OverRate();
        return false;
    }

    /// <summary>Counts an entry that could not be made.</summary>
    public void Failed() => metrics.Failed();

    /// <summary>Leaves an entry that has a place.</summary>
    public void Add(ProjectLogEntry entry)
    {
        if (!_queue.Writer.TryWrite(entry))
        {
            Budget.Omit(entry.ProjectId);
            metrics.QueueFull();
        }
    }
}
