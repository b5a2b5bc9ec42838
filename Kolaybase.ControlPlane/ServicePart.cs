namespace Kolaybase.ControlPlane;

/// <summary>Which part of Kolaybase a host is. In the embedded stack two of them share a process, and so their meters: what both measure tells them apart by it.</summary>
/// <param name="Name">Short and lower case.</param>
public sealed record ServicePart(string Name)
{
    /// <summary>The HTTP API.</summary>
    public static ServicePart Api { get; } = new("api");

    /// <summary>The background work.</summary>
    public static ServicePart Workers { get; } = new("workers");
}
