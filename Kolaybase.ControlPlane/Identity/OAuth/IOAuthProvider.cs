namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>A provider by OAuth 2.0's authorization code flow (RFC 6749, 4.1) with PKCE (RFC 7636).</summary>
public interface IOAuthProvider
{
    /// <summary>Where the browser is sent to sign in.</summary>
    /// <param name="client">The project's client there.</param>
    /// <param name="state">Comes back with the browser.</param>
    /// <param name="flow">The flow's secrets; only what is made of them travels.</param>
    Uri AuthorizeUrl(OAuthClient client, string state, OAuthFlow flow);

    /// <summary>Trades the code and finds out who signed in. No call is repeated: a code works once.</summary>
    /// <exception cref="OAuthException">The provider refuses, does not answer, or answers what can't be trusted.</exception>
    Task<ProviderAccount> IdentifyAsync(OAuthClient client, string code, OAuthFlow flow, CancellationToken cancellationToken);
}

/// <summary>A project's client at a provider.</summary>
/// <param name="Id">Client id.</param>
/// <param name="Secret">Client secret; empty where it is not needed.</param>
/// <param name="RedirectUri">Our callback, as registered there.</param>
public sealed record OAuthClient(string Id, string Secret, string RedirectUri)
{
    /// <summary>Never prints the secret.</summary>
    public override string ToString() => Id;
}

/// <summary>Who signed in at the provider.</summary>
/// <param name="Subject">The provider's own, lasting identifier of the account.</param>
/// <param name="VerifiedEmail">An address that the provider vouches for; null when there is none.</param>
/// <param name="FirstName">Given name; null when not told.</param>
/// <param name="LastName">Family name; null when not told.</param>
public sealed record ProviderAccount(string Subject, EmailAddress? VerifiedEmail, string? FirstName, string? LastName);
