using System.Collections.Concurrent;

namespace Kolaybase.ControlPlane.Logs;

/// <summary>
/// How many entries of a second each project may have kept, so that a flooded project neither fills the queue that all share nor its own log with one
/// second. Each <see cref="LogShare"/> has places of its own: a flood of good requests hides no refusal, and neither hides a job.
/// </summary>
/// <param name="perSecond">Entries of one project, share and second.</param>
/// <param name="time">The clock.</param>
internal sealed class LogBudget(int perSecond, TimeProvider time)
{
    /// <summary>A project that was silent for so long is forgotten.</summary>
    private const uint IdleSeconds = 60;

    /// <summary>Places of a second that everybody has who need not have a key.</summary>
    internal const int Strangers = 5;

    private readonly ConcurrentDictionary<Guid, Window> _windows = new();
    private int _omitted;

    /// <summary>Whether some were omitted since <see cref="Drain"/>.</summary>
    public bool AnyOmitted => Volatile.Read(ref _omitted) != 0;

    /// <summary>Projects that are known now.</summary>
    internal int Projects => _windows.Count;

    /// <summary>Takes a place; where there is none, counts the entry as omitted.</summary>
    public bool Take(Guid project, LogShare share)
    {
        if (_windows.GetOrAdd(project, static _ => new Window()).Take(share, Second(), share == LogShare.Strangers ? Math.Min(Strangers, perSecond) : perSecond))
        {
            return true;
        }

        Volatile.Write(ref _omitted, 1);
        return false;
    }

    /// <summary>Counts an entry that had its place and could not be kept all the same.</summary>
    public void Omit(Guid project)
    {
        _windows.GetOrAdd(project, static _ => new Window()).Omit(1);
        Volatile.Write(ref _omitted, 1);
    }

    /// <summary>How many were omitted of each project since the last call; forgets projects that have been silent.</summary>
    public IEnumerable<(Guid Project, int Count)> Drain()
    {
        // Before the counts: what is counted meanwhile is found now or next time.
        Volatile.Write(ref _omitted, 0);
        var second = Second();
        foreach (var (project, window) in _windows)
        {
            if (window.TakeOmitted() is > 0 and var count)
            {
                yield return (project, count);
            }
            else if (window.IsIdle(second))
            {
                _windows.TryRemove(project, out _);
            }
        }
    }

    private uint Second() => (uint)(time.GetTimestamp() / time.TimestampFrequency);

    private sealed class Window
    {
        // Of each share: the second in the upper half, how many it has had in the lower one.
        private readonly long[] _taken = new long[4];
        private int _omitted;

        public bool Take(LogShare share, uint second, int most)
        {
            ref var place = ref _taken[(int)share];
            while (true)
            {
                var before = Volatile.Read(ref place);
                var count = (uint)(before >> 32) == second ? (int)(uint)before : 0;
                if (count >= most)
                {
                    Omit(1);
                    return false;
                }

                if (Interlocked.CompareExchange(ref place, ((long)second << 32) | (uint)(count + 1), before) == before)
                {
                    return true;
                }
            }
        }

        public void Omit(int count) => Interlocked.Add(ref _omitted, count);

        public int TakeOmitted() => Interlocked.Exchange(ref _omitted, 0);

        public bool IsIdle(uint second) => second - _taken.Max(t => (uint)(t >> 32)) > IdleSeconds;
    }
}
