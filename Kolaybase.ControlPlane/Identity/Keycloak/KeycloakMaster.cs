using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>What the administrator of the whole server does: makes realms, deletes them, and gives a service client its secret back. Never lists realms: that takes seconds where there are many.</summary>
internal sealed class KeycloakMaster(KeycloakServer server, SecretHasher hasher, TimeProvider clock) : IDisposable
{
    /// <summary>Attribute of a realm that says whose it is: a MAC of its name, so that another Kolaybase's or an operator's own realm of that name is left alone.</summary>
    public const string MarkAttribute = "kolaybase";

    private readonly CachedToken _token = new(cancellationToken => FetchAsync(server, cancellationToken), clock);

    /// <summary>The mark of a realm of ours.</summary>
    public string Mark(string realm) => hasher.Hash(realm, SecretPurposes.RealmMark);

    /// <summary>Makes a realm from a whole representation, in one transaction of Keycloak's.</summary>
    /// <returns>False when there is one of that name, or it is being made.</returns>
    public async Task<bool> CreateAsync(JsonObject representation, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Post, "", representation, cancellationToken);
        return answer.Status switch
        {
            HttpStatusCode.Created => true,
            HttpStatusCode.Conflict => false,
            _ => throw server.Unexpected("the making of a realm", answer),
        };
    }

    /// <summary>Deletes a realm of ours; nothing happens when there is none.</summary>
    /// <exception cref="InvalidOperationException">A realm of that name is not ours.</exception>
    public async Task DeleteAsync(string realm, CancellationToken cancellationToken)
    {
        if (!await IsOursAsync(realm, cancellationToken))
        {
            return;
        }

        var answer = await SendAsync(HttpMethod.Delete, $"/{realm}", null, cancellationToken);
        if (!answer.IsSuccess && answer.Status != HttpStatusCode.NotFound)
        {
            throw server.Unexpected("the deletion of a realm", answer);
        }
    }

    /// <summary>Whether there is a realm of that name, made by us.</summary>
    /// <exception cref="InvalidOperationException">There is one, but it is not ours.</exception>
    public async Task<bool> IsOursAsync(string realm, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Get, $"/{realm}", null, cancellationToken);
        if (answer.Status == HttpStatusCode.NotFound)
        {
            return false;
        }

        if (!answer.IsSuccess)
        {
            throw server.Unexpected("a look at a realm", answer);
        }

        return answer.Body.TryGetProperty("attributes", out var attributes) && attributes.TryGetProperty(MarkAttribute, out var mark)
            && hasher.Verify(realm, SecretPurposes.RealmMark, mark.GetString() ?? "")
            ? true
            : throw new InvalidOperationException($"The identity server \"{server.Name}\" has a realm \"{realm}\" that this Kolaybase did not make: rename or delete it, or take another server.");
    }

    /// <summary>Gives a client of a realm of ours a secret: the stored one was lost there or here.</summary>
    public async Task ResetSecretAsync(string realm, string clientId, string secret, CancellationToken cancellationToken)
    {
        var found = await SendAsync(HttpMethod.Get, $"/{realm}/clients?clientId={clientId}", null, cancellationToken);
        if (!found.IsSuccess || found.Body.ValueKind != JsonValueKind.Array || found.Body.GetArrayLength() != 1)
        {
            throw server.Unexpected($"a look at the client {clientId}", found);
        }

        var client = JsonObject.Create(found.Body[0])!;
        client["secret"] = secret;
        client["enabled"] = true;
        var answer = await SendAsync(HttpMethod.Put, $"/{realm}/clients/{client["id"]!.GetValue<string>()}", client, cancellationToken);
        if (!answer.IsSuccess)
        {
            throw server.Unexpected($"a new secret of the client {clientId}", answer);
        }
    }

    public void Dispose() => _token.Dispose();

    private async Task<KeycloakAnswer> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var token = await _token.GetAsync(refused: null, cancellationToken);
        var answer = await server.AdminAsync(method, path, token, body, KeycloakServer.RealmTimeout, cancellationToken);
        // Refused before anything was done: the server restarted with other keys, or the clocks differ.
        return answer.Status == HttpStatusCode.Unauthorized
            ? await server.AdminAsync(method, path, await _token.GetAsync(token, cancellationToken), body, KeycloakServer.RealmTimeout, cancellationToken)
            : answer;
    }

    private static async Task<AccessToken> FetchAsync(KeycloakServer server, CancellationToken cancellationToken)
    {
        var options = server.Options;
        Dictionary<string, string> form = options.AdminClientId.Length > 0
            ? new() { ["grant_type"] = "client_credentials", ["client_id"] = options.AdminClientId, ["client_secret"] = options.AdminClientSecret }
            : new() { ["grant_type"] = "password", ["client_id"] = "admin-cli", ["username"] = options.AdminUser, ["password"] = options.AdminPassword };
        return TokenAnswer.Read(await server.TokenAsync("master", form, cancellationToken))
            ?? throw new IdentityUnavailableException($"The identity server \"{server.Name}\" refused its administrator: check {IdentityServersOptions.Section}:{server.Name}.");
    }
}
