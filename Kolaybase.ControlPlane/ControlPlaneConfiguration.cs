using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Logs;
using Kolaybase.ControlPlane.Objects;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace Kolaybase.ControlPlane;

/// <summary>Reads and checks the configuration that all processes share.</summary>
internal static class ControlPlaneConfiguration
{
    private const string DefaultPublicUrl = "http://localhost:4000";
    private const int DefaultStartTimeout = 60;
    private const int LongestStartTimeout = 3600;

    /// <exception cref="ConfigurationFaultsException">Something is missing or malformed.</exception>
    public static (ControlPlaneOptions Options, DatabaseServersOptions Servers, ProjectDatabasesOptions Connections, LogOptions Logs, MasterKeyRing Keys) Read(IConfiguration configuration)
    {
        var faults = new List<string>();
        var options = new ControlPlaneOptions
        {
            Control = PostgresConnectionString.Read(configuration["ConnectionStrings:control"], "ConnectionStrings:control", required: true, faults),
            Redis = Redis(configuration["ConnectionStrings:redis"], faults),
            MasterKeys = MasterKeys(configuration, faults),
            PublicUrl = PublicUrl(configuration["Kolaybase:PublicUrl"], faults),
            Failpoint = configuration["Kolaybase:Failpoint"] ?? "",
            StartTimeout = TimeSpan.FromSeconds(NumberSetting.Read(configuration, "Kolaybase:StartTimeoutSeconds", DefaultStartTimeout, 0, LongestStartTimeout, faults)),
        };
        var keys = Keys(options.MasterKeys, faults);
        var servers = DatabaseServersReader.Read(configuration, faults);
        var connections = ProjectDatabasesOptions.Read(configuration, faults);
        var logs = LogOptions.Read(configuration, faults);
        // Kept by AddIdentity and AddObjectStores; read here so that their faults are told together with the others.
        IdentityServersOptions.Read(configuration, faults);
        ObjectStoresReader.Read(configuration, faults);
        return faults.Count == 0 && keys is not null ? (options, servers, connections, logs, keys) : throw new ConfigurationFaultsException(faults);
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
