using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Postgres;

namespace Kolaybase.AppHost.Embedded;

/// <summary>The settings that tie API and workers to the servers of this stack: the same keys that Aspire or an operator would set.</summary>
internal static class StackSettings
{
    /// <summary>What an environment variable may override.</summary>
    public static Dictionary<string, string?> Defaults(string baseUrl) => new()
    {
        ["Kolaybase:PublicUrl"] = baseUrl,
        ["Logging:LogLevel:Default"] = "Warning",
    };

    /// <summary>What belongs to this stack, whatever the environment says.</summary>
    public static Dictionary<string, string?> Of(DataFolder data, EmbeddedSecrets secrets, PostgresCluster postgres, string? redis) => new()
    {
        ["ConnectionStrings:control"] = Control(secrets, postgres.Port),
        ["ConnectionStrings:redis"] = redis,
        ["Kolaybase:MasterKeys"] = secrets.MasterKeys,
        ["Kolaybase:DatabaseServers:default:Provisioner"] = postgres.ConnectionString("kolaybase_provisioner", secrets.PostgresProvisioner, "postgres"),
        ["Kolaybase:DatabaseServers:default:Bootstrap"] = postgres.SuperuserConnectionString,
        ["Kolaybase:Mail:Folder"] = data.Mail,
    };

    /// <summary>Connection string of the control database.</summary>
    public static string Control(EmbeddedSecrets secrets, int port) => PostgresCluster.ConnectionString(port, "kolaybase_control", secrets.PostgresControl, "kolaybase");
}
