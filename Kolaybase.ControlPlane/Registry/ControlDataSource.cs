using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kolaybase.ControlPlane.Registry;

/// <summary>Makes the pool of connections to the control database.</summary>
internal static class ControlDataSource
{
    private const int MaxConnections = 40;
    private const int KeepAliveSeconds = 30;
    private const int ProbeSeconds = 10;

    public static NpgsqlDataSource Create(string connectionString, IServiceProvider provider)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        SetUnlessGiven(builder, "Maximum Pool Size", MaxConnections);
        // A job's transaction is silent while its handler runs: a firewall may not take it for dead.
        SetUnlessGiven(builder, "Keepalive", KeepAliveSeconds);
        // While a command runs, only TCP itself finds out that its server has gone without a word (a fail-over that moves the address).
        SetUnlessGiven(builder, "Tcp Keepalive", true);
        SetUnlessGiven(builder, "Tcp Keepalive Time", KeepAliveSeconds);
        SetUnlessGiven(builder, "Tcp Keepalive Interval", ProbeSeconds);
        SetUnlessGiven(builder, "Application Name", "kolaybase");
        var sources = new NpgsqlDataSourceBuilder(builder.ConnectionString);
        sources.UseLoggerFactory(provider.GetService<ILoggerFactory>());
        return sources.Build();
    }

    private static void SetUnlessGiven(NpgsqlConnectionStringBuilder builder, string key, object value)
    {
        if (!builder.ShouldSerialize(key))
        {
            builder[key] = value;
        }
    }
}
