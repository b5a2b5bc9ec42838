namespace Kolaybase.ControlPlane.Identity;

/// <summary>A code that was right.</summary>
/// <param name="UserId">Whose it was.</param>
/// <param name="Email">The address that it had gone to, as typed.</param>
/// <param name="Payload">The secret that it was made with; null when it had none.</param>
public sealed record SpentCode(Guid UserId, string Email, string? Payload)
{
    /// <summary>Never prints the payload.</summary>
    public override string ToString() => nameof(SpentCode);
}
