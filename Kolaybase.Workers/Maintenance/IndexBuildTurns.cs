using Kolaybase.Workers.Jobs;

namespace Kolaybase.Workers.Maintenance;

/// <summary>
/// Keeps long builds from holding up what others wait for: a project has one at a time in this process, and all projects together have a quarter of
/// its slots, one at least.
/// </summary>
internal sealed class IndexBuildTurns(JobOptions jobs)
{
    /// <summary>When whoever has to wait comes back.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly HashSet<Guid> _projects = [];
    private readonly int _most = Math.Max(1, jobs.Parallelism / 4);

    /// <summary>Takes a turn; disposing gives it back.</summary>
    /// <exception cref="JobPostponedException">It is not its turn.</exception>
    public IDisposable Take(Guid projectId)
    {
        lock (_lock)
        {
            return _projects.Count < _most && _projects.Add(projectId) ? new Turn(this, projectId) : throw new JobPostponedException(Pause);
        }
    }

    private sealed class Turn(IndexBuildTurns turns, Guid projectId) : IDisposable
    {
        public void Dispose()
        {
            lock (turns._lock)
            {
                turns._projects.Remove(projectId);
            }
        }
    }
}
