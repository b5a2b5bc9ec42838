using System.Globalization;

namespace Kolaybase.Embedded.Redis;

/// <summary>Where the Redis-protocol server lives and how it is started.</summary>
public sealed record GarnetServerOptions
{
    /// <summary>Folder for its settings (mode 0600: they hold the password) and pid file.</summary>
    public required string Folder { get; init; }

    /// <summary>File for its log.</summary>
    public required string LogFile { get; init; }

    /// <summary>File that remembers the port for the next start.</summary>
    public required string PortFile { get; init; }

    /// <summary>Password of its one user.</summary>
    public required string Password { get; init; }

    /// <summary>A port that has to be this one; null to take the last one or a free one.</summary>
    public int? Port { get; init; }

    /// <summary>Connection string for StackExchange.Redis, once the port is known.</summary>
    /// <exception cref="InvalidOperationException">No port is chosen yet.</exception>
    public string ConnectionString => Port is { } port
        ? string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port},password={Password}")
        : throw new InvalidOperationException("The port is not chosen yet.");

    /// <summary>How long it may take to answer.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
