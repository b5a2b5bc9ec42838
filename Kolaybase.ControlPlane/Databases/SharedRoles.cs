namespace Kolaybase.ControlPlane.Databases;

/// <summary>Roles that every project of a server shares: none can log in, and none has a right outside a project's own database.</summary>
public static class SharedRoles
{
    /// <summary>Callers with the public key and nothing else.</summary>
    public const string Anon = "anon";

    /// <summary>Signed-in end users.</summary>
    public const string Authenticated = "authenticated";

    /// <summary>Callers with the secret key; bypasses row level security.</summary>
    public const string Service = "service_role";

    /// <summary>All three.</summary>
    public static IReadOnlyList<string> All { get; } = [Anon, Authenticated, Service];
}
