namespace Kolaybase.ControlPlane.Identity;

/// <summary>A sign-in with a provider that has begun and not come back (RFC 6749, 10.12): spent by one statement.</summary>
public sealed class OAuthState
{
    /// <summary>HMAC of the state that travels, purpose <see cref="SecretPurposes.OAuthState"/>.</summary>
    public required string Hash { get; init; }

    /// <summary>The project.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary><c>google</c> or <c>github</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Where the browser goes in the end; was checked against the project's allow list.</summary>
    public required string RedirectTo { get; init; }

    /// <summary>The PKCE verifier (RFC 7636), sealed with purpose <see cref="SecretPurposes.OAuthState"/> and owner = <see cref="Hash"/>.</summary>
    public required string VerifierSealed { get; init; }

    /// <summary>HMAC of the cookie of the browser that began, purpose <see cref="SecretPurposes.OAuthState"/>; null until the browser has been to our page.</summary>
    public string? BrowserHash { get; set; }

    /// <summary>After this it is worth nothing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
