namespace Kolaybase.ControlPlane.Identity;

/// <summary>Access tokens of a user that count no more, because he was blocked, deleted or given a new password. One row for each user.</summary>
public sealed class TokenRevocation
{
    /// <summary>The realm.</summary>
    public required string Realm { get; init; }

    /// <summary>The user, the tokens' <c>sub</c>.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Tokens issued (<c>iat</c>) before this are refused.</summary>
    public required DateTimeOffset NotBefore { get; set; }
}
