using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>
/// Connections to the databases of projects, from one bounded cache of pools: a few connections a
/// project, a cap over all, idle pools dropped.
/// </summary>
public sealed class ProjectDatabases(IOptions<DatabaseServersOptions> servers, SecretBox box) : IAsyncDisposable
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<(string Server, string Name, string Role), NpgsqlDataSource> _sources = new();

    /// <summary>Opens a connection as the project's authenticator, which may become anon, authenticated or service_role.</summary>
    /// <exception cref="DatabaseBusyException">No connection came free in time, or the server is not reachable.</exception>
    public ValueTask<NpgsqlConnection> OpenAuthenticatorAsync(ProjectDatabase database, CancellationToken cancellationToken) =>
        Source(database, database.AuthenticatorRole, () => box.Open(database.AuthenticatorPasswordSealed, SecretPurposes.AuthenticatorPassword, database.ProjectId.ToString()))
            .OpenConnectionAsync(cancellationToken);

    /// <summary>Opens a connection as the project's owner, for schema changes and SQL.</summary>
    /// <exception cref="DatabaseBusyException">No connection came free in time, or the server is not reachable.</exception>
    public ValueTask<NpgsqlConnection> OpenOwnerAsync(ProjectDatabase database, CancellationToken cancellationToken) =>
        Source(database, database.OwnerRole, () => box.Open(database.OwnerPasswordSealed, SecretPurposes.OwnerPassword, database.ProjectId.ToString()))
            .OpenConnectionAsync(cancellationToken);

    /// <summary>Closes every pool.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values)
        {
            await source.DisposeAsync();
        }
    }

    private NpgsqlDataSource Source(ProjectDatabase database, string role, Func<string> password) =>
        _sources.GetOrAdd((database.Server, database.Name, role), _ =>
        {
            var connection = new NpgsqlConnectionStringBuilder(servers.Value.Get(database.Server).Provisioner)
            {
                Database = database.Name,
                Username = role,
                Password = password(),
                MaxPoolSize = 6,
                Timeout = 5,
                IncludeErrorDetail = true,
            };
            return NpgsqlDataSource.Create(connection);
        });
}
