namespace Kolaybase.ControlPlane.Objects;

/// <summary>
/// Where bytes lie in a store: the project, and an opaque id made for each upload. The name that users see is in the project's
/// database only: servers differ in which names they take, and nothing that a caller sends ever becomes part of a key.
/// </summary>
/// <param name="ProjectId">The project; no call reaches another's bytes, whatever is in its database.</param>
/// <param name="Version">The upload, version 7 of RFC 9562, so that keys sort by the time of their upload.</param>
public readonly record struct ObjectKey(Guid ProjectId, Guid Version)
{
    /// <summary>A key that nobody has.</summary>
    public static ObjectKey Create(Guid projectId) => new(projectId, Guid.CreateVersion7());

    /// <summary>What all keys of a project begin with, its slash included.</summary>
    public static string Prefix(Guid projectId) => $"{projectId:N}/";

    /// <summary>The key as S3 servers get it: <c>&lt;project&gt;/&lt;version&gt;</c>, both as 32 hexadecimal digits; its order is that of the version in PostgreSQL.</summary>
    public override string ToString() => $"{ProjectId:N}/{Version:N}";
}
