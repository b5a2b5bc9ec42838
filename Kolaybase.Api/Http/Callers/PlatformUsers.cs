using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Api.Http.Callers;

/// <summary>Authenticates users of the platform by their access token.</summary>
internal sealed class PlatformUsers(TokenVerifier tokens)
{
    /// <summary>The user whom the token names.</summary>
    /// <exception cref="ApiException">401: no token, or one that does not verify.</exception>
    public async ValueTask<PlatformUser> AuthenticateAsync(Credentials credentials, CancellationToken cancellationToken)
    {
        if (credentials.Token is not { } token)
        {
            throw CallerErrors.NoPlatformToken();
        }

        var result = await tokens.VerifyAsync(token, Realms.Platform, Realms.PlatformAudience, cancellationToken);
        return result.Fault is not { } fault && Guid.TryParse(result.Token!.Subject, out var account)
            ? new PlatformUser(account, Claim(result.Token, "email"), Guid.TryParse(Claim(result.Token, "sid"), out var session) ? session : null)
            : throw CallerErrors.PlatformToken(result.Fault ?? TokenFault.Claims);
    }

    private static string? Claim(Microsoft.IdentityModel.JsonWebTokens.JsonWebToken token, string name) =>
        token.TryGetPayloadValue<string>(name, out var value) ? value : null;
}
