using Kolaybase.Embedded.Processes;

namespace Kolaybase.Embedded.Postgres;

/// <summary>Where a cluster lives and how its server is started.</summary>
public sealed record PostgresClusterOptions
{
    /// <summary>The cluster's folder; made by <c>initdb</c> when it does not exist or is empty.</summary>
    public required string Folder { get; init; }

    /// <summary>Folder for what lives only while the server runs (the socket); belongs to the server's user.</summary>
    public required string RunFolder { get; init; }

    /// <summary>Folder for the server's logs, which <see cref="PostgresLogs"/> keeps small; belongs to the server's user.</summary>
    public required string LogFolder { get; init; }

    /// <summary>File that remembers the port for the next start.</summary>
    public required string PortFile { get; init; }

    /// <summary>Password of the superuser <c>postgres</c>, given to <c>initdb</c>.</summary>
    public required string SuperuserPassword { get; init; }

    /// <summary>Major version of a cluster that is yet to be made; null to take the first one found. An existing cluster decides for itself.</summary>
    public int? Major { get; init; }

    /// <summary>A port that has to be this one; null to take the last one or a free one.</summary>
    public int? Port { get; init; }

    /// <summary>User to run as when the caller is root; null for the caller.</summary>
    public ServerUser? User { get; init; }

    /// <summary>Upper limit of connections; null for <see cref="PostgresConnectionLimits"/>' choice for the version.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>False lets a crash of the machine destroy the cluster. For throw-away clusters of tests only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>How long the server may take to become ready; recovery of a large cluster after a crash counts.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
