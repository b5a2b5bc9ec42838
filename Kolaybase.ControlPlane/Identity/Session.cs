namespace Kolaybase.ControlPlane.Identity;

/// <summary>A signed-in session: the family of the refresh tokens that followed one another.</summary>
public sealed class Session
{
    /// <summary>Identifier, the token's <c>sid</c>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The realm.</summary>
    public required string Realm { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended (sign-out, reuse of a spent token, new password); null while it lives.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When it was last refreshed; its beginning until then.</summary>
    public required DateTimeOffset LastUsedAt { get; set; }

    /// <summary>The program that began it, as its <c>User-Agent</c> says, cut to 200 characters; null when it said nothing.</summary>
    public string? UserAgent { get; init; }

    /// <summary>After this no refresh succeeds.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>One refresh token of a session; works once (RFC 9700, section 4.14.2).</summary>
public sealed class RefreshToken
{
    /// <summary>HMAC of the token, purpose <see cref="SecretPurposes.RefreshToken"/>.</summary>
    public required string Hash { get; init; }

    /// <summary>The session it belongs to.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was first used; null while it is fresh. For ten seconds after that, use is taken as a parallel refresh; later as theft, which ends the session.</summary>
    public DateTimeOffset? SpentAt { get; set; }
}
