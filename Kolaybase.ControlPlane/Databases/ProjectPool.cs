using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>One login's pool with the count of what it may hold. Everything but <see cref="Slots"/> and <see cref="Source"/> is guarded by the server's lock.</summary>
internal sealed class ProjectPool(NpgsqlDataSource source, Guid projectId, WaitingLine slots) : IDisposable
{
    public NpgsqlDataSource Source { get; } = source;

    public Guid ProjectId { get; } = projectId;

    /// <summary>A caller takes one before it asks the pool, so that the pool itself never makes anybody wait.</summary>
    public WaitingLine Slots { get; } = slots;

    /// <summary>Callers that wait for a connection or have one; while there are any, the pool is not closed.</summary>
    public int Callers { get; set; }

    /// <summary>Connections in the hands of callers.</summary>
    public int Leased { get; set; }

    /// <summary>Connections that may exist at most: the most that were leased at once since idle ones were last closed.</summary>
    public int MayHold { get; set; }

    /// <summary>Timestamp of the last use.</summary>
    public long LastUsed { get; set; }

    /// <summary>Closed to new callers; the last one who gives back closes it.</summary>
    public bool Retired { get; set; }

    public void Dispose() => Source.Dispose();
}
