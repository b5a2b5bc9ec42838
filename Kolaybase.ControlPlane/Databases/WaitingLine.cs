namespace Kolaybase.ControlPlane.Databases;

/// <summary>
/// A number of places, and a line of callers for them: first come, first served. A <see cref="SemaphoreSlim"/> with a time-out does the same at several
/// times the price once somebody has to wait, and under load every request of a busy project waits.
/// </summary>
/// <param name="places">How many there are.</param>
/// <param name="time">Times the waiting.</param>
internal sealed class WaitingLine(int places, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _line = new();
    private readonly int _places = places;
    private int _free = places;

    /// <summary>Takes a place.</summary>
    /// <param name="patience">How long to wait for one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when none came free in time.</returns>
    /// <exception cref="OperationCanceledException">The caller has given up.</exception>
    public ValueTask<bool> EnterAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return new(true);
            }

            waiter = new(this, cancellationToken);
            waiter.Node = _line.AddLast(waiter);
        }

        waiter.Start(patience);
        return new(waiter.Task);
    }

    /// <summary>Places that are taken.</summary>
    public int Taken
    {
        get
        {
            lock (_gate)
            {
                return _places - _free;
            }
        }
    }

    /// <summary>Callers in the line.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _line.Count;
            }
        }
    }

    /// <summary>Gives a place back; it goes to who waits longest.</summary>
    public void Leave()
    {
        Waiter first;
        lock (_gate)
        {
            if (_line.First is not { } node)
            {
                _free++;
                return;
            }

            first = node.Value;
            Remove(first);
        }

        first.End(served: true);
    }

    private void GiveUp(Waiter waiter, bool canceled)
    {
        lock (_gate)
        {
            // Who is not in the line any more has been served meanwhile.
            if (waiter.Node is null)
            {
                return;
            }

            Remove(waiter);
        }

        waiter.End(served: false, canceled);
    }

    private void Remove(Waiter waiter)
    {
        _line.Remove(waiter.Node!);
        waiter.Node = null;
    }

    /// <summary>One who waits. Whoever takes it out of the line, and nobody else, ends it.</summary>
    private sealed class Waiter(WaitingLine line, CancellationToken cancellationToken)
        : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        private readonly Lock _starting = new();
        private ITimer? _timer;
        private CancellationTokenRegistration _registration;
        private bool _ended;

        /// <summary>Its place in the line; null once it is out. Guarded by the line's lock.</summary>
        public LinkedListNode<Waiter>? Node { get; set; }

        public void Start(TimeSpan patience)
        {
            lock (_starting)
            {
                if (_ended)
                {
                    return;
                }

                _timer = line.Time.CreateTimer(static state => ((Waiter)state!).GiveUp(canceled: false), this, patience, Timeout.InfiniteTimeSpan);
            }

            var registration = cancellationToken.UnsafeRegister(static state => ((Waiter)state!).GiveUp(canceled: true), this);
            lock (_starting)
            {
                if (!_ended)
                {
                    _registration = registration;
                    return;
                }
            }

            registration.Unregister();
        }

        public void End(bool served, bool canceled = false)
        {
            ITimer? timer;
            CancellationTokenRegistration registration;
            lock (_starting)
            {
                _ended = true;
                (timer, registration) = (_timer, _registration);
            }

            timer?.Dispose();
            registration.Unregister();
            if (canceled)
            {
                SetCanceled(cancellationToken);
            }
            else
            {
                SetResult(served);
            }
        }

        private void GiveUp(bool canceled) => line.GiveUp(this, canceled);
    }

    private TimeProvider Time => time;
}
