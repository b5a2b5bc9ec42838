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
    public async Task<bool> LinkExternalIdentityAsync(string realm, Guid id, string provider, string subject, CancellationToken cancellationToken)
    {
        if (await FindRealmAsync(realm, cancellationToken) is not { } target)
        {
            return false;
        }

        var owners = await FindAllAsync(target, Filter(provider, subject), cancellationToken);
        if (owners.Count > 0)
        {
            return owners is [var owner] && owner.Id == id;
        }

        var path = $"/users/{id}/federated-identity/{Uri.EscapeDataString(provider)}";
        var link = new JsonObject { ["identityProvider"] = provider, ["userId"] = subject, ["userName"] = subject };
        var answer = await target.SendAsync(HttpMethod.Post, path, link, cancellationToken);
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            return false;
        }

        if (!answer.IsSuccess)
        {
            throw _server.Unexpected("an external identity", answer);
        }

        // Keycloak does not mind one account signing two users in. Of two that link it at once, none may have it: both look after writing.
        if (await FindAllAsync(target, Filter(provider, subject), cancellationToken) is [var sole] && sole.Id == id)
        {
            return true;
        }

        await DoneAsync(target, HttpMethod.Delete, path, null, cancellationToken);
        return false;
    }

    private static string Filter(string provider, string subject) => $"idpAlias={Uri.EscapeDataString(provider)}&idpUserId={Uri.EscapeDataString(subject)}";
}
