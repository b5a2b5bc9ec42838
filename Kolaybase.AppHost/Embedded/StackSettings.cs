using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Embedded.Processes;

namespace Kolaybase.AppHost.Embedded;

/// <summary>The settings that tie API and workers to the servers of this stack: the same keys that Aspire or an operator would set.</summary>
internal static class StackSettings
{
    /// <summary>What an environment variable may override.</summary>
    public static Dictionary<string, string?> Defaults(string baseUrl, string? metricsToken = null) => new()
    {
        ["Kolaybase:Metrics:Token"] = metricsToken,
        // API and workers are one process here.
        ["OTEL_SERVICE_NAME"] = "kolaybase",
        ["Kolaybase:PublicUrl"] = baseUrl,
        ["Logging:LogLevel:Default"] = "Warning",
        // On a desk every client has the same address: the default of 60 would stop a test suite that signs users up.
        ["Kolaybase:RateLimits:AuthPerAddress"] = "600",
        // On a desk mails are files that whoever starts the stack can read, and nobody else signs up: proving an address would
        // only keep him from trying teams. Everywhere else the default, true, holds.
        ["Kolaybase:Platform:InvitesNeedVerifiedEmail"] = "false",
        // A desk's mail catcher listens on loopback, on any port. Who owns a project here can reach this machine anyway.
        ["Kolaybase:Mail:AllowPrivateSmtp"] = "true",
        // Mails are files here, and the projects one's own.
        ["Kolaybase:Mail:AllowTemplatesWithoutSmtp"] = "true",
    };

    /// <summary>What belongs to this stack, whatever the environment says.</summary>
    public static Dictionary<string, string?> Of(DataFolder data, EmbeddedSecrets secrets, int postgresPort, string? redis) => new()
    {
        ["ConnectionStrings:control"] = PostgresCluster.ConnectionString(postgresPort, "kolaybase_control", secrets.PostgresControl, "kolaybase"),
        ["ConnectionStrings:redis"] = redis,
        ["Kolaybase:MasterKeys"] = secrets.MasterKeys,
        // The server is ready before anything asks it: when it does not answer, waiting for it is of no use.
        ["Kolaybase:StartTimeoutSeconds"] = "0",
        ["Kolaybase:DatabaseServers:default:Provisioner"] = PostgresCluster.ConnectionString(postgresPort, "kolaybase_provisioner", secrets.PostgresProvisioner, "postgres"),
        ["Kolaybase:DatabaseServers:default:Bootstrap"] = PostgresCluster.ConnectionString(postgresPort, "postgres", secrets.PostgresSuperuser, "postgres"),
        ["Kolaybase:Mail:Folder"] = data.Mail,
        ["Kolaybase:Objects:Folder"] = data.Objects,
    };

    /// <summary>Where the data folder's cluster is and how its server is started.</summary>
    public static PostgresClusterOptions Cluster(DataFolder data, EmbeddedSecrets secrets, ServerUser? user, int? port) => new()
    {
        Folder = data.Postgres,
        RunFolder = data.Run,
        LogFolder = data.Logs,
        PortFile = data.PostgresPortFile,
        SuperuserPassword = secrets.PostgresSuperuser,
        Port = port,
        User = user,
    };
}
