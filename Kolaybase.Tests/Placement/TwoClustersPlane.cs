using Kolaybase.ControlPlane.Databases;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Placement;

/// <summary>A control plane whose projects lie on two clusters: <c>default</c> is the shared server of the oldest version, which holds the control database too; <see cref="Second"/> is a newer one.</summary>
/// <param name="second">The other cluster.</param>
public sealed class TwoClustersPlane(PostgresServer second) : ControlPlaneFixture(15)
{
    /// <summary>Name of the other cluster.</summary>
    public const string Second = "second";

    /// <summary>Where clients outside reach the other cluster.</summary>
    public const string PublicHost = "pg2.example.com:5433";

    protected override void Configure(IDictionary<string, string?> settings)
    {
        settings[$"{DatabaseServersOptions.Section}:{Second}:Provisioner"] = second.ConnectionString("kolaybase_provisioner", EmbeddedSecrets.Password(), "postgres");
        settings[$"{DatabaseServersOptions.Section}:{Second}:Bootstrap"] = second.SuperuserConnectionString;
        settings[$"{DatabaseServersOptions.Section}:{Second}:PublicHost"] = PublicHost;
    }
}
