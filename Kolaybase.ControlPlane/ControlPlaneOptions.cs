namespace Kolaybase.ControlPlane;

/// <summary>What every process of Kolaybase is told; read from the configuration once, at start.</summary>
public sealed record ControlPlaneOptions
{
    /// <summary>Npgsql connection string of the control database (<c>ConnectionStrings:control</c>). Required.</summary>
    public required string Control { get; init; }

    /// <summary>StackExchange.Redis connection string (<c>ConnectionStrings:redis</c>); empty means that there is none, and every process counts and caches for itself.</summary>
    public required string Redis { get; init; }

    /// <summary>The keys of <c>Kolaybase:MasterKeys</c> or of the file that <c>Kolaybase:MasterKeysFile</c> names, see <see cref="Secrets.MasterKeyRing.Parse"/>. Required.</summary>
    public required string MasterKeys { get; init; }

    /// <summary>Base of every link and address that leaves the system (<c>Kolaybase:PublicUrl</c>), without a slash at its end.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>Name of the armed failpoint (<c>Kolaybase:Failpoint</c>); empty means none. For tests of recovery only.</summary>
    public required string Failpoint { get; init; }

    /// <summary>
    /// How long a worker that starts waits for the control database and its server, and <c>migrate</c> for every server, from the first try that failed:
    /// 0 to 3600 seconds (<c>Kolaybase:StartTimeoutSeconds</c>). A try that has begun is not cut short.
    /// </summary>
    public required TimeSpan StartTimeout { get; init; }

    /// <summary>Never prints the secrets.</summary>
    public override string ToString() => nameof(ControlPlaneOptions);
}
