namespace Kolaybase.ControlPlane.Identity;

/// <summary>Settings of identity, section <c>Kolaybase</c>.</summary>
public sealed record IdentityOptions
{
    /// <summary>Base of token issuers (<c>Kolaybase:PublicUrl</c>); empty means <c>http://localhost:4000</c>.</summary>
    public string PublicUrl { get; init; } = "http://localhost:4000";

    /// <summary>How long an access token is valid. What a user may do is looked up with every request, so this bounds only how long an ended session can still act.</summary>
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a session lives without a refresh.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a session lives at most.</summary>
    public TimeSpan SessionMaximum { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Iterations of PBKDF2 with HMAC-SHA512 (<c>Kolaybase:PasswordIterations</c>); empty means 210,000, as OWASP's password storage cheat sheet advises. A stored hash of fewer is renewed at the next sign-in.</summary>
    public int PasswordIterations { get; init; } = 210_000;
}
