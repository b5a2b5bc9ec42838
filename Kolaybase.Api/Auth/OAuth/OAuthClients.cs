using Kolaybase.Api.Http;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Identity.OAuth;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.Api.Auth.OAuth;

/// <summary>A project's clients at providers.</summary>
internal sealed class OAuthClients(SecretBox box, HttpOptions options)
{
    /// <summary>The client, its secret opened.</summary>
    /// <exception cref="OAuthException">The project has the provider no longer.</exception>
    public OAuthClient Open(Guid projectId, string provider, AuthSettings settings) =>
        settings.Providers.TryGetValue(provider, out var client) && client.Enabled
            ? new OAuthClient(
                client.ClientId,
                box.Open(client.ClientSecretSealed, SecretPurposes.ProviderSecret, $"{projectId} {provider}"),
                $"{options.PublicUrl}/api/rest/v1/auth/callback/{projectId}/{provider}")
            : throw new OAuthException(OAuthErrors.ProviderDisabled, "Sign-in with this provider was switched off.");
}
