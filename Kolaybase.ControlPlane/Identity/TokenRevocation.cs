namespace Kolaybase.ControlPlane.Identity;

/// <summary>Access tokens that count no more: those of a session that has ended, or of a user who was blocked, deleted or given a new password.</summary>
/// <remarks>Times are the control database's own, so that clocks of replicas don't matter.</remarks>
public sealed class TokenRevocation
{
    /// <summary>The realm.</summary>
    public required string Realm { get; init; }

    /// <summary>The user, the tokens' <c>sub</c>; or a session, the tokens' <c>sid</c>. Both are UUIDs that are never made twice.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Of a user: tokens issued (<c>iat</c>) before this are refused, unless they name a session of ours, whose own row decides. Of a session: when it ended; all its tokens are refused.</summary>
    public required DateTimeOffset NotBefore { get; set; }
}
