namespace Kolaybase.ControlPlane.Identity;

/// <summary>Counts guesses at one secret; see <see cref="AttemptLimiter"/>.</summary>
public sealed class AttemptCounter
{
    /// <summary>HMAC of what is counted (purpose <see cref="SecretPurposes.AttemptCounter"/>): the table lists no addresses.</summary>
    public required string Key { get; init; }

    /// <summary>Guesses since the last right one.</summary>
    public required int Attempts { get; set; }

    /// <summary>No guess is taken before this time; null takes the next.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>When the last guess came.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>When a guess was right last; null when none was.</summary>
    public DateTimeOffset? SucceededAt { get; set; }
}
