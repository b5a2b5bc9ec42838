using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Kolaybase.ControlPlane.Registry;
using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>
/// Connections to the databases of projects, from one bounded cache of pools: a few connections for each login of a project, a cap
/// over all of a server, pools that are not used closed after a while. Disposing a connection gives it back.
/// </summary>
public sealed class ProjectDatabases : IDisposable
{
    private readonly ConcurrentDictionary<string, ServerPools> _servers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ServerPools> _sql = new(StringComparer.Ordinal);
    private readonly ProjectConnections _connections;
    private readonly ProjectDatabasesOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _sweeper;

    /// <summary>Connects to nothing until asked.</summary>
    /// <param name="connections">Logins.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">Times waiting and idleness.</param>
    /// <param name="meters">Makes the meter; null measures nothing.</param>
    /// <param name="part">Which part of Kolaybase measures.</param>
    public ProjectDatabases(ProjectConnections connections, ProjectDatabasesOptions options, TimeProvider time, IMeterFactory? meters = null, ServicePart? part = null)
    {
        (_connections, _options, _time) = (connections, options, time);
        _sweeper = time.CreateTimer(_ => Sweep(), null, options.IdleTime / 2, options.IdleTime / 2);
        if (meters is not null)
        {
            PoolMetrics.Watch(meters, part, () => _servers.Select(s => (s.Key, s.Value.Use)).Concat(_sql.Select(s => ($"{s.Key}/sql", s.Value.Use))));
        }
    }

    /// <summary>
    /// Opens a connection as the project's authenticator, which may become anon, authenticated or service_role. It may hold what code of the project has
    /// left in its session: the first batch has to begin with <see cref="SessionReset"/>.
    /// </summary>
    /// <exception cref="DatabaseBusyException">No connection came free in time, or the server is not reachable.</exception>
    /// <exception cref="DatabaseRefusedException">The database refuses its login.</exception>
    public ValueTask<NpgsqlConnection> OpenAuthenticatorAsync(ProjectDatabase database, CancellationToken cancellationToken) =>
        OpenAsync(database, database.AuthenticatorRole, database.AuthenticatorPasswordSealed, _connections.Authenticator, requests: true, cancellationToken);

    /// <summary>Opens a connection as the project's owner, for schema changes and SQL.</summary>
    /// <exception cref="DatabaseBusyException">No connection came free in time, or the server is not reachable.</exception>
    /// <exception cref="DatabaseRefusedException">The database refuses its login.</exception>
    public ValueTask<NpgsqlConnection> OpenOwnerAsync(ProjectDatabase database, CancellationToken cancellationToken) =>
        OpenAsync(database, database.OwnerRole, database.OwnerPasswordSealed, _connections.Owner, requests: false, cancellationToken);

    /// <summary>
    /// Opens a session of the project's owner for a text of SQL that somebody wrote. Nobody had it before and nobody gets it afterwards: disposing closes it.
    /// Such sessions have a limit of their own, so that long statements keep no connection from anything else.
    /// </summary>
    /// <exception cref="DatabaseBusyException">Too many are open, or the server is not reachable.</exception>
    /// <exception cref="DatabaseRefusedException">The database refuses its login.</exception>
    public ValueTask<NpgsqlConnection> OpenSqlAsync(ProjectDatabase database, SqlSessionSettings settings, CancellationToken cancellationToken) =>
        _sql.GetOrAdd(database.Server, static (_, self) => new ServerPools(self._options with { PerProject = self._options.SqlPerProject, PerServer = self._options.SqlPerServer }, self._time), this)
            .OpenAsync((database.Name, database.OwnerRole, database.OwnerPasswordSealed), database.ProjectId, () => NpgsqlDataSource.Create(settings.Apply(_connections.Owner(database))), cancellationToken);

    /// <summary>Closes all pools of a project, e.g. because it is deleted or its passwords have changed. Connections in use are closed when they are given back.</summary>
    public void Drop(Guid projectId)
    {
        foreach (var server in All)
        {
            server.Drop(projectId);
        }
    }

    /// <summary>Closes every pool.</summary>
    public void Dispose()
    {
        _sweeper.Dispose();
        foreach (var server in All)
        {
            server.Dispose();
        }
    }

    private IEnumerable<ServerPools> All => _servers.Values.Concat(_sql.Values);

    internal int PoolsOf(string server) => _servers.TryGetValue(server, out var pools) ? pools.Count : 0;

    // A new password is another pool: nobody gets a connection that was made with the old one.
    private ValueTask<NpgsqlConnection> OpenAsync(
        ProjectDatabase database, string role, string passwordSealed, Func<ProjectDatabase, NpgsqlConnectionStringBuilder> login, bool requests, CancellationToken cancellationToken) =>
        _servers.GetOrAdd(database.Server, static (_, self) => new ServerPools(self._options, self._time), this)
            .OpenAsync((database.Name, role, passwordSealed), database.ProjectId, () => MakeSource(login(database), requests), cancellationToken);

    // With the types of the database itself: a project has its own.
    private NpgsqlDataSource MakeSource(NpgsqlConnectionStringBuilder login, bool requests) =>
        NpgsqlDataSource.Create(PoolSettings.Apply(login, _options.PerProject, requests, _options.Prepared));

    private void Sweep()
    {
        foreach (var server in All)
        {
            server.Sweep();
        }
    }
}
