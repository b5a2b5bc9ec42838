namespace Kolaybase.ControlPlane.Identity;

/// <summary>A one-time code that was mailed: only its hash is kept; one statement spends it.</summary>
public sealed class OneTimeCode
{
    /// <summary>Identifier.</summary>
    public required Guid Id { get; init; }

    /// <summary>The realm that it works in.</summary>
    public required string Realm { get; init; }

    /// <summary>What it is for, e.g. <c>reset-password</c>.</summary>
    public required string Purpose { get; init; }

    /// <summary>The address it was sent to, in the form that is compared.</summary>
    public required string NormalizedEmail { get; init; }

    /// <summary>The address as typed.</summary>
    public required string Email { get; init; }

    /// <summary>Whose account it is about.</summary>
    public required Guid UserId { get; init; }

    /// <summary>HMAC of realm, purpose and code, purpose <see cref="SecretPurposes.OneTimeCode"/>; unique among live codes of a realm and purpose.</summary>
    public required string Hash { get; init; }

    /// <summary>What spending it brings with it, sealed (<see cref="SecretPurposes.CodePayload"/>, owner is <see cref="Id"/>); null when nothing.</summary>
    public string? Payload { get; init; }

    /// <summary>In a row that counts guesses at an address: how many there were; in a code's: whether somebody is spending it (<see cref="OneTimeCodes"/>).</summary>
    public int FailedAttempts { get; set; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>After this it is worth nothing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
