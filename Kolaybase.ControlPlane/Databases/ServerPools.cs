using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>The pools of one server under one cap: many projects, each with few connections, none able to use up what the others need.</summary>
internal sealed class ServerPools(ProjectDatabasesOptions options, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Database, string Role, string PasswordSealed), ProjectPool> _pools = [];
    private readonly WaitingLine _leases = new(options.PerServer, time);
    private long _timeouts;
    private bool _disposed;

    /// <summary>Opens a connection of the pool of that key, which is made when there is none.</summary>
    /// <exception cref="DatabaseBusyException">None came free in time, or the server does not answer.</exception>
    /// <exception cref="DatabaseRefusedException">The database refuses its login.</exception>
    public async ValueTask<NpgsqlConnection> OpenAsync(
        (string Database, string Role, string PasswordSealed) key, Guid projectId, Func<NpgsqlDataSource> make, CancellationToken cancellationToken)
    {
        var pool = Enter(key, projectId, make);
        var opened = false;
        try
        {
            // The project's own limit first: its callers queue up among themselves and take no one else's place.
            Check(await pool.Slots.EnterAsync(options.Wait, cancellationToken));
            try
            {
                Check(await _leases.EnterAsync(options.Wait, cancellationToken));
                try
                {
                    Reserve(pool);
                    var connection = await ConnectAsync(pool, cancellationToken);
                    connection.StateChange += new Return(this, pool).OnStateChange;
                    opened = true;
                    return connection;
                }
                finally
                {
                    if (!opened)
                    {
                        Unreserve(pool);
                        _leases.Leave();
                    }
                }
            }
            finally
            {
                if (!opened)
                {
                    pool.Slots.Leave();
                }
            }
        }
        finally
        {
            if (!opened)
            {
                Leave(pool);
            }
        }
    }

    /// <summary>Closes the pools of one project; connections in use are closed when they are given back.</summary>
    public void Drop(Guid projectId) => Retire(p => p.ProjectId == projectId);

    /// <summary>Closes pools that were not used for a while.</summary>
    public void Sweep() => Retire(p => p.Callers == 0 && time.GetElapsedTime(p.LastUsed) >= options.IdleTime);

    /// <summary>Pools that are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _pools.Count;
            }
        }
    }

    /// <summary>How much is in use.</summary>
    public PoolUse Use
    {
        get
        {
            lock (_gate)
            {
                return new(_leases.Taken, options.PerServer, _leases.Waiting + _pools.Values.Sum(p => p.Slots.Waiting), Interlocked.Read(ref _timeouts));
            }
        }
    }

    public void Dispose()
    {
        Retire(_ => true);
        lock (_gate)
        {
            _disposed = true;
        }
    }

    private ProjectPool Enter((string Database, string Role, string PasswordSealed) key, Guid projectId, Func<NpgsqlDataSource> make)
    {
        List<ProjectPool> closing = [];
        try
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (!_pools.TryGetValue(key, out var pool))
                {
                    if (_pools.Count >= options.Pools && _pools.Values.Where(p => p.Callers == 0).MinBy(p => p.LastUsed) is { } oldest)
                    {
                        closing.AddRange(Remove(p => p == oldest));
                    }

                    pool = _pools[key] = new ProjectPool(make(), projectId, new WaitingLine(options.PerProject, time));
                }

                pool.LastUsed = time.GetTimestamp();
                pool.Callers++;
                return pool;
            }
        }
        finally
        {
            closing.ForEach(p => p.Dispose());
        }
    }

    private void Leave(ProjectPool pool)
    {
        bool last;
        lock (_gate)
        {
            pool.LastUsed = time.GetTimestamp();
            last = --pool.Callers == 0 && pool.Retired;
        }

        if (last)
        {
            pool.Dispose();
        }
    }

    /// <summary>Makes room under the cap for one more connection of a pool, at the cost of idle ones of pools that are unused for the longest time.</summary>
    private void Reserve(ProjectPool pool)
    {
        List<ProjectPool> clearing = [];
        lock (_gate)
        {
            pool.Leased++;
            if (pool.Leased <= pool.MayHold)
            {
                return;
            }

            pool.MayHold = pool.Leased;
            var total = _pools.Values.Sum(p => p.MayHold);
            foreach (var other in _pools.Values.Where(p => p != pool && p.MayHold > p.Leased).OrderBy(p => p.LastUsed))
            {
                if (total <= options.PerServer)
                {
                    break;
                }

                total -= other.MayHold - other.Leased;
                other.MayHold = other.Leased;
                clearing.Add(other);
            }
        }

        clearing.ForEach(p => p.Source.Clear());
    }

    private void Unreserve(ProjectPool pool)
    {
        lock (_gate)
        {
            pool.Leased--;
        }
    }

    private void Retire(Func<ProjectPool, bool> condition)
    {
        List<ProjectPool> closing;
        lock (_gate)
        {
            closing = Remove(condition);
        }

        closing.ForEach(p => p.Dispose());
    }

    /// <summary>Takes pools out of reach.</summary>
    /// <returns>Those that nobody uses, to be closed outside the lock.</returns>
    private List<ProjectPool> Remove(Func<ProjectPool, bool> condition)
    {
        var idle = new List<ProjectPool>();
        foreach (var (key, pool) in _pools.Where(p => condition(p.Value)).ToList())
        {
            _pools.Remove(key);
            pool.Retired = true;
            if (pool.Callers == 0)
            {
                idle.Add(pool);
            }
        }

        return idle;
    }

    private void Check(bool entered)
    {
        if (!entered)
        {
            Interlocked.Increment(ref _timeouts);
            throw new DatabaseBusyException("All connections to the project's database are in use. Try again in a moment.") { AllInUse = true };
        }
    }

    private static async Task<NpgsqlConnection> ConnectAsync(ProjectPool pool, CancellationToken cancellationToken)
    {
        try
        {
            return await pool.Source.OpenConnectionAsync(cancellationToken);
        }
        catch (PostgresException exception) when (DatabaseRefusedException.IsRefusal(exception.SqlState))
        {
            throw new DatabaseRefusedException(exception.SqlState, exception);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            // Whatever else the server said at log-in (starting, shutting down, out of memory) passes or is ours to repair.
            throw new DatabaseBusyException("The project's database does not answer at the moment. Try again in a moment.", exception);
        }
    }

    /// <summary>Gives back a lease when its connection is closed, once.</summary>
    private sealed class Return(ServerPools pools, ProjectPool pool)
    {
        private int _done;

        public void OnStateChange(object sender, System.Data.StateChangeEventArgs change)
        {
            if (change.CurrentState is System.Data.ConnectionState.Closed && Interlocked.Exchange(ref _done, 1) == 0)
            {
                pools.Unreserve(pool);
                pools._leases.Leave();
                pool.Slots.Leave();
                pools.Leave(pool);
            }
        }
    }
}
