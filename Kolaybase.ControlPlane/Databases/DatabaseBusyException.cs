namespace Kolaybase.ControlPlane.Databases;

/// <summary>A project's database can't be reached now: no connection came free in time, or its server does not answer. Callers are told to try again (503 with <c>Retry-After</c>).</summary>
public sealed class DatabaseBusyException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the server is well and all connections that this caller may have are in use; else it does not answer.</summary>
    public bool AllInUse { get; init; }
}
