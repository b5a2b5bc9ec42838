using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kolaybase.ControlPlane;

/// <summary>What has to be there before a process serves: prepared servers, the control database's schema.</summary>
public sealed class ControlPlaneStartup(ControlPlaneOptions options, IOptions<DatabaseServersOptions> servers, ServerBootstrap bootstrap, ControlDatabase control)
{
    /// <summary>Prepares every server that has a bootstrap login, then migrates the control database. Any number of processes may do so at the same time.</summary>
    /// <exception cref="ServerBootstrapException">A server can't be prepared.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var server in servers.Value.Values)
        {
            await bootstrap.EnsureAsync(server, LivesOn(server) ? options.Control : null, cancellationToken);
        }

        await control.MigrateAsync(cancellationToken);
    }

    private bool LivesOn(DatabaseServerOptions server)
    {
        var control = new NpgsqlConnectionStringBuilder(options.Control);
        var bootstrap = new NpgsqlConnectionStringBuilder(server.Bootstrap);
        return string.Equals(control.Host, bootstrap.Host, StringComparison.OrdinalIgnoreCase) && control.Port == bootstrap.Port;
    }
}
