namespace Kolaybase.ControlPlane.Identity;

/// <summary>A signed access token.</summary>
/// <param name="Value">JWT, compact serialization.</param>
/// <param name="Lifetime">How long it is valid from now.</param>
public sealed record AccessToken(string Value, TimeSpan Lifetime)
{
    /// <summary>Never prints the token.</summary>
    public override string ToString() => nameof(AccessToken);
}
