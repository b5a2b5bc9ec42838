using System.Net;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>Reads answers of token endpoints (RFC 6749, 5.1).</summary>
internal static class TokenAnswer
{
    /// <summary>The access token, or null when the answer holds none.</summary>
    public static AccessToken? Read(KeycloakAnswer answer) =>
        answer.Status == HttpStatusCode.OK && answer.Text("access_token") is { } token && answer.Body.TryGetProperty("expires_in", out var seconds)
            ? new AccessToken(token, TimeSpan.FromSeconds(seconds.GetInt32()))
            : null;
}
