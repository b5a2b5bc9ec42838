namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>The request that trades a code (RFC 6749, 4.1.3; RFC 7636, 4.5).</summary>
internal static class CodeGrant
{
    /// <summary>Longest code taken, in characters.</summary>
    public const int MaxCodeLength = 2000;

    /// <summary>The form; the secret goes in the body, which both providers take.</summary>
    public static FormUrlEncodedContent Form(OAuthClient client, string code, OAuthFlow flow) => new(
    [
        new("grant_type", "authorization_code"),
        new("code", code),
        new("redirect_uri", client.RedirectUri),
        new("client_id", client.Id),
        new("client_secret", client.Secret),
        new("code_verifier", flow.Verifier),
    ]);
}
