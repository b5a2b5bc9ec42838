namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>Sign-in with a provider did not succeed.</summary>
/// <param name="error">What the app is told, one of <see cref="OAuthErrors"/>.</param>
/// <param name="description">A sentence for people, safe to show.</param>
/// <param name="reason">For the log only; holds no secret, token or code. Null when there is nothing to say beyond the description.</param>
/// <param name="inner">The cause.</param>
public sealed class OAuthException(string error, string description, string? reason = null, Exception? inner = null) : Exception(reason ?? description, inner)
{
    /// <summary>Value of <c>error</c>.</summary>
    public string Error { get; } = error;

    /// <summary>Value of <c>error_description</c>.</summary>
    public string Description { get; } = description;

    /// <summary>The provider is down, slow, or makes no sense.</summary>
    public static OAuthException Unavailable(string reason, Exception? inner = null) =>
        new(OAuthErrors.TemporarilyUnavailable, "The provider does not answer as it should now. Try again later.", reason, inner);

    /// <summary>The provider refused the code or our client.</summary>
    public static OAuthException Refused(string reason) =>
        new(OAuthErrors.ProviderRefused, "The provider refused the sign-in. Begin again; if it fails each time, the project's client id or secret there is wrong.", reason);

    /// <summary>The provider's answer does not verify.</summary>
    public static OAuthException Untrusted(string reason, Exception? inner = null) =>
        new(OAuthErrors.ProviderRefused, "The provider's answer can't be trusted. Begin again.", reason, inner);
}
