using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>Connections of the provisioner, which makes and drops databases and roles. Used by jobs only, never with a tenant's input in a statement.</summary>
public sealed class ServerAdmins(IOptions<DatabaseServersOptions> servers) : IAsyncDisposable
{
    private const int MaxConnections = 8;
    private readonly ConcurrentDictionary<string, Lazy<NpgsqlDataSource>> _sources = new(StringComparer.Ordinal);

    /// <summary>Opens a connection as the provisioner of the server of that name.</summary>
    /// <exception cref="NotConfiguredException">No such server is configured.</exception>
    public ValueTask<NpgsqlConnection> OpenAsync(string server, CancellationToken cancellationToken) =>
        _sources.GetOrAdd(server, name => new(() => Make(new(servers.Value.Get(name).Provisioner) { MaxPoolSize = MaxConnections }))).Value.OpenConnectionAsync(cancellationToken);

    /// <summary>Opens a connection of its own as the provisioner to one database of that server; a project's database must not be kept busy by a pool.</summary>
    /// <exception cref="NotConfiguredException">No such server is configured.</exception>
    public async ValueTask<NpgsqlConnection> OpenAsync(string server, string database, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(servers.Value.Get(server).Provisioner) { Database = database, Pooling = false };
        await using var source = Make(settings);
        return await source.OpenConnectionAsync(cancellationToken);
    }

    /// <summary>Closes every pool.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values.Where(s => s.IsValueCreated))
        {
            await source.Value.DisposeAsync();
        }
    }

    private static NpgsqlDataSource Make(NpgsqlConnectionStringBuilder connection)
    {
        connection.ApplicationName = "kolaybase provisioner";
        var builder = new NpgsqlSlimDataSourceBuilder(connection.ConnectionString);
        // Built-in types are enough, and asking for the others costs the first connection a round trip.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }
}
