namespace Kolaybase.ControlPlane.Databases;

/// <summary>The database servers that projects are placed on, by name; section <c>Kolaybase:DatabaseServers</c>.</summary>
public sealed class DatabaseServersOptions : Dictionary<string, DatabaseServerOptions>
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Kolaybase:DatabaseServers";

    /// <summary>Key of <see cref="Default"/>.</summary>
    public const string DefaultKey = "Kolaybase:Databases:Default";

    /// <summary>Name of the server of an installation that has one only.</summary>
    public const string FirstServer = "default";

    /// <summary>Names are compared by case, as in the registry's rows.</summary>
    public DatabaseServersOptions() : base(StringComparer.Ordinal)
    {
    }

    /// <summary>Where the databases of new projects go; empty in the configuration means <see cref="FirstServer"/>.</summary>
    public string Default { get; init; } = FirstServer;

    /// <summary>The server of that name.</summary>
    /// <exception cref="NotConfiguredException">It is not configured: a project's row names a server that this process was not told of.</exception>
    public DatabaseServerOptions Get(string name) => TryGetValue(name, out var server)
        ? server
        : throw new NotConfiguredException($"The database server \"{name}\" is not configured: set {Section}:{name}:Provisioner.");
}

/// <summary>One PostgreSQL server.</summary>
public sealed record DatabaseServerOptions
{
    /// <summary>Connection string (Npgsql form) of the provisioner: may make databases and roles, is no superuser. Required.</summary>
    public string Provisioner { get; init; } = "";

    /// <summary>Connection string of a superuser or managed admin that prepares the server at start; empty means that it was prepared before.</summary>
    public string Bootstrap { get; init; } = "";

    /// <summary>Address of the server as clients outside reach it, <c>host</c> or <c>host:port</c>; empty means as in <see cref="Provisioner"/>.</summary>
    public string PublicHost { get; init; } = "";

    /// <summary>Address of a connection pooler in front of it, <c>host</c> or <c>host:port</c>; empty means that there is none.</summary>
    public string PooledHost { get; init; } = "";

    /// <summary>Where clients outside connect to.</summary>
    public (string Host, int Port) PublicAddress => ServerAddress.Parse(PublicHost, Provisioner);

    /// <summary>Where clients outside connect to the pooler; the server itself where there is none.</summary>
    public (string Host, int Port) PooledAddress => PooledHost.Length > 0 ? ServerAddress.Parse(PooledHost, Provisioner) : PublicAddress;

    /// <summary>Never prints the passwords.</summary>
    public override string ToString() => nameof(DatabaseServerOptions);
}
