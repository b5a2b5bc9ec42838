using System.Net;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>A code that somebody types.</summary>
/// <param name="Realm">The realm.</param>
/// <param name="Purpose">What it has to be for.</param>
/// <param name="Code">As typed.</param>
/// <param name="Email">The address that it has to have gone to; null accepts any.</param>
/// <param name="Client">Where the guess comes from; guesses without address are counted by it.</param>
public sealed record CodeGuess(string Realm, string Purpose, string Code, EmailAddress? Email, IPAddress? Client)
{
    /// <summary>Whose it has to be; null accepts anybody's.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Never prints the code.</summary>
    public override string ToString() => nameof(CodeGuess);
}
