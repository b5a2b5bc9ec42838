namespace Kolaybase.ControlPlane.Identity;

/// <summary>A user of the built-in identity store, in one realm.</summary>
public sealed class IdentityUser
{
    /// <summary>Identifier, the token's <c>sub</c>.</summary>
    public required Guid Id { get; init; }

    /// <summary><see cref="Realms.Platform"/> or a project's realm.</summary>
    public required string Realm { get; init; }

    /// <summary>Address as typed.</summary>
    public required string Email { get; set; }

    /// <summary>Address in the form that is compared; unique in its realm.</summary>
    public required string NormalizedEmail { get; set; }

    /// <summary>Whether the address was proven.</summary>
    public bool EmailVerified { get; set; }

    /// <summary>ASP.NET Core Identity's format (version 3: PBKDF2 with its parameters inside); null while no password is set.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Given name; null when not told.</summary>
    public string? FirstName { get; set; }

    /// <summary>Family name; null when not told.</summary>
    public string? LastName { get; set; }

    /// <summary>When he may not sign in any more; null while he may.</summary>
    public DateTimeOffset? BlockedAt { get; set; }

    /// <summary>When he was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
