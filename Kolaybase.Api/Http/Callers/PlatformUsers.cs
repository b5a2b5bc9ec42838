using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Api.Http.Callers;

/// <summary>Authenticates users of the platform by their access token.</summary>
internal sealed class PlatformUsers(TokenVerifier tokens, PlatformSessions sessions)
{
    /// <summary>The user whom the token names.</summary>
    /// <exception cref="ApiException">401: no token, one that does not verify, or one whose session has ended.</exception>
    public async ValueTask<PlatformUser> AuthenticateAsync(Credentials credentials, CancellationToken cancellationToken)
    {
        if (credentials.Token is not { } token)
        {
            throw credentials.ApiKey is null ? CallerErrors.NoPlatformToken() : CallerErrors.KeyNotTaken();
        }

        var result = await tokens.VerifyAsync(token, Realms.Platform, Realms.PlatformAudience, cancellationToken);
        if (result.Fault is not null || !Guid.TryParse(result.Token!.Subject, out var account))
        {
            throw CallerErrors.PlatformToken(result.Fault ?? TokenFault.Claims);
        }

        Guid? session = Guid.TryParse(Claim(result.Token, "sid"), out var id) ? id : null;
        return session is null || await sessions.IsAliveAsync(session.Value, cancellationToken)
            ? new PlatformUser(account, Claim(result.Token, "email"), session)
            : throw CallerErrors.SessionEnded();
    }

    private static string? Claim(Microsoft.IdentityModel.JsonWebTokens.JsonWebToken token, string name) =>
        token.TryGetPayloadValue<string>(name, out var value) ? value : null;
}
