using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>What verifying a JSON Web Token has in common, whoever signed it.</summary>
public static class SignedTokens
{
    /// <summary>Reads the compact serialization without trusting any of it.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryRead(JsonWebTokenHandler handler, string encoded, [NotNullWhen(true)] out JsonWebToken? token)
    {
        token = null;
        try
        {
            token = handler.ReadJsonWebToken(encoded);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or JsonException or SecurityTokenException)
        {
            return false;
        }
    }

    /// <summary>Whether a token with these times counts now; one without an expiry never does.</summary>
    /// <param name="notBefore">Its <c>nbf</c>; null when it has none.</param>
    /// <param name="expires">Its <c>exp</c>; null when it has none.</param>
    /// <param name="now">The verifier's clock.</param>
    /// <param name="skew">How far clocks of issuer and verifier may be apart.</param>
    public static bool IsAlive(DateTime? notBefore, DateTime? expires, DateTimeOffset now, TimeSpan skew) =>
        expires is { } end && now.UtcDateTime < end + skew && (notBefore is not { } start || now.UtcDateTime >= start - skew);
}
