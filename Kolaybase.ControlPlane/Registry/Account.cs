namespace Kolaybase.ControlPlane.Registry;

/// <summary>A platform user as teams know him: the identity store holds the credentials, this row what members see of one another.</summary>
public sealed class Account
{
    /// <summary>The user's id in the identity store (claim <c>sub</c>).</summary>
    public required Guid Id { get; init; }

    /// <summary>Address as typed, up to 254 characters (RFC 5321, 4.5.3.1.3).</summary>
    public required string Email { get; set; }

    /// <summary>Address in the form that is compared (see <c>EmailAddress.Normalize</c>).</summary>
    public required string NormalizedEmail { get; set; }

    /// <summary>Given name; null when not told.</summary>
    public string? FirstName { get; set; }

    /// <summary>Family name; null when not told.</summary>
    public string? LastName { get; set; }

    /// <summary>When he signed up.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
