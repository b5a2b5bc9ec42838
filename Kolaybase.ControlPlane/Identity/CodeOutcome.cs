namespace Kolaybase.ControlPlane.Identity;

/// <summary>What became of a typed code.</summary>
/// <param name="UserId">Whose code it was; null when it was refused.</param>
/// <param name="Email">The address that it had gone to, as typed; null when it was refused.</param>
/// <param name="Wait">How long to wait before the next guess; null unless too many were made.</param>
public sealed record CodeOutcome(Guid? UserId, string? Email, TimeSpan? Wait)
{
    /// <summary>The secret that the code was made with; null when it had none.</summary>
    public string? Payload { get; init; }

    /// <summary>Never prints the payload.</summary>
    public override string ToString() => nameof(CodeOutcome);

    /// <summary>The code is wrong, spent or over; the caller is not told which.</summary>
    public static CodeOutcome Refused { get; } = new(null, null, null);
}
