using System.Collections.Concurrent;

namespace Kolaybase.Api.Http.Metrics;

/// <summary>
/// Names of projects in metrics. Each name is a set of series that is kept as long as the process runs, so only the first
/// projects that call get one, and all others share <see cref="Others"/>.
/// </summary>
/// <param name="most">How many get a name of their own.</param>
internal sealed class BoundedProjects(int most)
{
    /// <summary>The name of all that came later.</summary>
    public const string Others = "other";

    private readonly ConcurrentDictionary<Guid, string> _names = new();
    private int _count;

    /// <summary>The project's name.</summary>
    public string NameOf(Guid project)
    {
        if (_names.TryGetValue(project, out var name))
        {
            return name;
        }

        // The count, not the dictionary's: that takes all of its locks. Two at once may leave a place unused, never take one too many.
        if (Volatile.Read(ref _count) >= most || Interlocked.Increment(ref _count) > most)
        {
            return Others;
        }

        return _names.GetOrAdd(project, static id => id.ToString());
    }
}
