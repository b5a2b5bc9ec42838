using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Objects;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.Extensions.Configuration;
using Npgsql;
using StackExchange.Redis;

namespace Kolaybase.ControlPlane;

/// <summary>Reads and checks the configuration that all processes share.</summary>
internal static class ControlPlaneConfiguration
{
    private const string DefaultPublicUrl = "http://localhost:4000";

    /// <exception cref="ConfigurationFaultsException">Something is missing or malformed.</exception>
    public static (ControlPlaneOptions Options, DatabaseServersOptions Servers, ProjectDatabasesOptions Connections, MasterKeyRing Keys) Read(IConfiguration configuration)
    {
        var faults = new List<string>();
        var options = new ControlPlaneOptions
        {
            Control = Postgres(configuration["ConnectionStrings:control"], "ConnectionStrings:control", required: true, faults),
            Redis = Redis(configuration["ConnectionStrings:redis"], faults),
            MasterKeys = MasterKeys(configuration, faults),
            PublicUrl = PublicUrl(configuration["Kolaybase:PublicUrl"], faults),
            Failpoint = configuration["Kolaybase:Failpoint"] ?? "",
        };
        var keys = Keys(options.MasterKeys, faults);
        var servers = Servers(configuration.GetSection(DatabaseServersOptions.Section), faults);
        var connections = ProjectDatabasesOptions.Read(configuration, faults);
        // Kept by AddIdentity and AddObjectStores; read here so that their faults are told together with the others.
        IdentityServersOptions.Read(configuration, faults);
        ObjectStoresReader.Read(configuration, faults);
        return faults.Count == 0 && keys is not null ? (options, servers, connections, keys) : throw new ConfigurationFaultsException(faults);
    }

    private static DatabaseServersOptions Servers(IConfigurationSection section, List<string> faults)
    {
        var servers = new DatabaseServersOptions();
        foreach (var child in section.GetChildren())
        {
            servers[child.Key] = new DatabaseServerOptions
            {
                Provisioner = Postgres(child[nameof(DatabaseServerOptions.Provisioner)], $"{child.Path}:Provisioner", required: true, faults),
                Bootstrap = Postgres(child[nameof(DatabaseServerOptions.Bootstrap)], $"{child.Path}:Bootstrap", required: false, faults),
                PublicHost = Address(child, nameof(DatabaseServerOptions.PublicHost), faults),
                PooledHost = Address(child, nameof(DatabaseServerOptions.PooledHost), faults),
            };
        }

        if (!servers.ContainsKey(DatabaseServersOptions.Default))
        {
            faults.Add($"{DatabaseServersOptions.Section}:{DatabaseServersOptions.Default}:Provisioner is not set: new projects would have no server.");
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

    private static string Postgres(string? text, string key, bool required, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            if (required)
            {
                faults.Add($"{key} is not set: it takes a connection string like \"Host=…;Username=…;Password=…;Database=…\".");
            }

            return "";
        }

        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            foreach (var (name, value) in new[] { ("Host", builder.Host), ("Username", builder.Username), ("Password", builder.Password), ("Database", builder.Database) })
            {
                if (string.IsNullOrEmpty(value))
                {
                    faults.Add($"{key} names no {name}.");
                }
            }

            return text;
        }
        catch (ArgumentException)
        {
            // The exception's message may quote the value.
            faults.Add($"{key} is no valid Npgsql connection string.");
            return "";
        }
    }

    private static string Redis(string? text, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        try
        {
            _ = ConfigurationOptions.Parse(text);
            return text;
        }
        catch (ArgumentException)
        {
            faults.Add("ConnectionStrings:redis is no valid StackExchange.Redis connection string.");
            return "";
        }
    }

    private static string MasterKeys(IConfiguration configuration, List<string> faults)
    {
        if (configuration["Kolaybase:MasterKeys"] is { Length: > 0 } keys)
        {
            return keys;
        }

        if (configuration["Kolaybase:MasterKeysFile"] is not { Length: > 0 } file)
        {
            faults.Add("Kolaybase:MasterKeys is not set: it takes \"id:base64 of 32 random bytes\"; Kolaybase:MasterKeysFile may name a file that holds the same.");
            return "";
        }

        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add($"Kolaybase:MasterKeysFile can't be read: {exception.Message}");
            return "";
        }
    }

    private static MasterKeyRing? Keys(string text, List<string> faults)
    {
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            return MasterKeyRing.Parse(text);
        }
        catch (FormatException exception)
        {
            faults.Add(exception.Message);
            return null;
        }
    }

    private static Uri PublicUrl(string? text, List<string> faults)
    {
        if (Uri.TryCreate((string.IsNullOrWhiteSpace(text) ? DefaultPublicUrl : text).TrimEnd('/'), UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.Fragment.Length == 0)
        {
            return url;
        }

        faults.Add("Kolaybase:PublicUrl must be an absolute http or https address without query and fragment.");
        return new Uri(DefaultPublicUrl);
    }
}
