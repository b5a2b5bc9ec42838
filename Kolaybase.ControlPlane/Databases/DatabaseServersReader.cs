using Microsoft.Extensions.Configuration;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>Reads <see cref="DatabaseServersOptions"/>; what is wrong is added to the faults, never with a password in it.</summary>
internal static class DatabaseServersReader
{
    // The registry's columns hold no more.
    private const int MaxName = 63;

    public static DatabaseServersOptions Read(IConfiguration configuration, List<string> faults)
    {
        var servers = new DatabaseServersOptions
        {
            Default = configuration[DatabaseServersOptions.DefaultKey]?.Trim() is { Length: > 0 } name ? name : DatabaseServersOptions.FirstServer,
        };
        foreach (var child in configuration.GetSection(DatabaseServersOptions.Section).GetChildren())
        {
            if (child.Key.Length > MaxName)
            {
                faults.Add($"{child.Path} must have a name of at most {MaxName} characters.");
                continue;
            }

            servers[child.Key] = new DatabaseServerOptions
            {
                Provisioner = PostgresConnectionString.Read(child[nameof(DatabaseServerOptions.Provisioner)], $"{child.Path}:Provisioner", required: true, faults),
                Bootstrap = PostgresConnectionString.Read(child[nameof(DatabaseServerOptions.Bootstrap)], $"{child.Path}:Bootstrap", required: false, faults),
                PublicHost = Address(child, nameof(DatabaseServerOptions.PublicHost), faults),
                PooledHost = Address(child, nameof(DatabaseServerOptions.PooledHost), faults),
            };
        }

        if (!servers.ContainsKey(servers.Default))
        {
            var missing = $"{DatabaseServersOptions.Section}:{servers.Default}:Provisioner is not set";
            faults.Add(servers.Default == DatabaseServersOptions.FirstServer
                ? $"{missing}: new projects would have no server. Set it, or name another server in {DatabaseServersOptions.DefaultKey}."
                : $"{DatabaseServersOptions.DefaultKey} names the database server \"{servers.Default}\", but {missing}.");
        }

        return servers;
    }

    private static string Address(IConfigurationSection server, string key, List<string> faults)
    {
        var text = server[key]?.Trim() ?? "";
        if (text.Length > 0 && !ServerAddress.IsValid(text))
        {
            faults.Add($"{server.Path}:{key} must be a host name or address, with or without a port: \"db.example.com:5432\".");
        }

        return text;
    }
}
