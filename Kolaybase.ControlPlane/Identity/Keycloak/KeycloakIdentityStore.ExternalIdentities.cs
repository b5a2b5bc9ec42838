using System.Net;
using System.Text.Json.Nodes;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>Accounts of providers, which Keycloak keeps as federated identities.</summary>
internal sealed partial class KeycloakIdentityStore
{
    /// <inheritdoc />
    public Task<RealmUser?> FindByExternalIdentityAsync(string realm, string provider, string subject, CancellationToken cancellationToken) =>
        FindOneAsync(realm, Filter(provider, subject), cancellationToken);

    /// <inheritdoc />
    public async Task<ExternalLink> LinkExternalIdentityAsync(string realm, Guid id, string provider, string subject, CancellationToken cancellationToken)
    {
        if (await FindRealmAsync(realm, cancellationToken) is not { } target)
        {
            return ExternalLink.NoUser;
        }

        if (await LinkedAsync() is { } before)
        {
            return before;
        }

        var path = $"/users/{id}/federated-identity/{Uri.EscapeDataString(provider)}";
        var link = new JsonObject { ["identityProvider"] = provider, ["userId"] = subject, ["userName"] = subject };
        var answer = await target.SendAsync(HttpMethod.Post, path, link, cancellationToken);
        switch (answer.Status)
        {
            case HttpStatusCode.NotFound:
                return ExternalLink.NoUser;
            case HttpStatusCode.Conflict:
                // He has an account of the provider: this one, if another request has linked it meanwhile.
                return await LinkedAsync() ?? ExternalLink.HasAnother;
        }

        if (!answer.IsSuccess)
        {
            throw _server.Unexpected("an external identity", answer);
        }

        // Keycloak does not mind one account signing two users in. Of two that link it at once, none may have it: both look after writing.
        if (await LinkedAsync() is ExternalLink.Linked)
        {
            return ExternalLink.Linked;
        }

        await DoneAsync(target, HttpMethod.Delete, path, null, cancellationToken);
        return ExternalLink.OfAnotherUser;

        // Null when the account signs nobody in.
        async Task<ExternalLink?> LinkedAsync() => await FindAllAsync(target, Filter(provider, subject), cancellationToken) switch
        {
            [] => null,
            [var owner] when owner.Id == id => ExternalLink.Linked,
            _ => ExternalLink.OfAnotherUser,
        };
    }

    private static string Filter(string provider, string subject) => $"idpAlias={Uri.EscapeDataString(provider)}&idpUserId={Uri.EscapeDataString(subject)}";
}
