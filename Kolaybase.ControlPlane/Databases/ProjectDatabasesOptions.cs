using Microsoft.Extensions.Configuration;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>Limits of <see cref="ProjectDatabases"/> in one process; section <c>Kolaybase:ProjectConnections</c>.</summary>
public sealed record ProjectDatabasesOptions
{
    /// <summary>Connections of one login of one project. A server's role limits leave room for several replicas.</summary>
    public int PerProject { get; init; } = 6;

    /// <summary>Connections to one server over all projects, idle ones included. Keep replicas × this below the server's <c>max_connections</c>.</summary>
    public int PerServer { get; init; } = 100;

    /// <summary>Sessions of the SQL endpoint in one project at once. They may last as long as a statement may, and so are counted apart.</summary>
    public int SqlPerProject { get; init; } = 4;

    /// <summary>Sessions of the SQL endpoint on one server over all projects, on top of <see cref="PerServer"/>.</summary>
    public int SqlPerServer { get; init; } = 40;

    /// <summary>Statements that a connection of the data API keeps prepared; 0 prepares none, as a pooler needs whose server connections change between transactions.</summary>
    public int Prepared { get; init; } = PoolSettings.Prepared;

    /// <summary>Pools that are kept; the one unused for the longest time goes first.</summary>
    public int Pools { get; init; } = 1000;

    /// <summary>How long a caller waits for a connection before it is told to come again.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A pool that was not used for so long is closed.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Reads the section; what is not set keeps its default.</summary>
    internal static ProjectDatabasesOptions Read(IConfiguration configuration, List<string> faults)
    {
        var section = configuration.GetSection("Kolaybase:ProjectConnections");
        var defaults = new ProjectDatabasesOptions();
        return defaults with
        {
            PerProject = NumberSetting.Read(section, nameof(PerProject), defaults.PerProject, 1, 100, faults),
            PerServer = NumberSetting.Read(section, nameof(PerServer), defaults.PerServer, 1, 10_000, faults),
            SqlPerProject = NumberSetting.Read(section, nameof(SqlPerProject), defaults.SqlPerProject, 1, 100, faults),
            SqlPerServer = NumberSetting.Read(section, nameof(SqlPerServer), defaults.SqlPerServer, 1, 10_000, faults),
            Prepared = NumberSetting.Read(section, nameof(Prepared), defaults.Prepared, 0, 1_000, faults),
        };
    }
}
