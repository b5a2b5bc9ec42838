using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>
/// Makes a realm or brings it to what we want. The realm, its clients and the service account are one transaction of
/// Keycloak's; what follows is repeated by every run, so that it doesn't matter where an earlier one ended.
/// </summary>
internal sealed class RealmMaker(KeycloakServer server, KeycloakMaster master, RealmSecrets secrets, SigningKeys keys, IdentityOptions options)
{
    public async Task EnsureAsync(KeycloakRealm realm, CancellationToken cancellationToken)
    {
        var name = realm.Name;
        var secret = await secrets.EnsureAsync(name, server.Name, cancellationToken);
        await keys.EnsureAsync(name, cancellationToken);
        var assertionKey = await AssertionKeyAsync(name, cancellationToken);
        await ReachAsync(realm, secret, assertionKey, cancellationToken);

        await realm.DemandAsync(HttpMethod.Put, "", Settings(name), cancellationToken);
        await realm.DemandAsync(HttpMethod.Put, "/users/profile", RealmSettings.UserProfile(), cancellationToken);
        foreach (var client in RealmClients.SwitchedOff)
        {
            await SwitchOffAsync(realm, client, cancellationToken);
        }

        await EnsureUsersClientAsync(realm, secret, cancellationToken);
        await EnsureAssertionKeyAsync(realm, assertionKey, cancellationToken);
    }

    /// <summary>Has the realm trust the key that signs our assertions now.</summary>
    public async Task EnsureAssertionKeyAsync(KeycloakRealm realm, CancellationToken cancellationToken) =>
        await EnsureAssertionKeyAsync(realm, await AssertionKeyAsync(realm.Name, cancellationToken), cancellationToken);

    private async Task ReachAsync(KeycloakRealm realm, string secret, RealmPublicKey assertionKey, CancellationToken cancellationToken)
    {
        var access = await realm.ProbeAsync(cancellationToken);
        if (access == RealmAccess.NoRealm && !await master.CreateAsync(RealmSettings.ForCreation(Settings(realm.Name), realm.Name, secret, assertionKey), cancellationToken))
        {
            // Made meanwhile, by a call of ours that timed out.
            access = await realm.ProbeAsync(cancellationToken);
        }

        if (access == RealmAccess.Refused && await master.IsOursAsync(realm.Name, cancellationToken))
        {
            await master.ResetSecretAsync(realm.Name, RealmClients.Service, secret, cancellationToken);
        }
    }

    private JsonObject Settings(string realm) => RealmSettings.Of(realm, master.Mark(realm), server.Options.PublicUrl, options.AccessTokenLifetime);

    private async Task<RealmPublicKey> AssertionKeyAsync(string realm, CancellationToken cancellationToken) =>
        RealmPublicKeys.Of((await keys.CurrentAsync(realm, cancellationToken)).Key);

    private static async Task EnsureAssertionKeyAsync(KeycloakRealm realm, RealmPublicKey key, CancellationToken cancellationToken)
    {
        var answer = await realm.SendAsync(HttpMethod.Get, $"/identity-provider/instances/{AssertionIssuer.Alias}", null, cancellationToken);
        await (answer.IsSuccess
            ? realm.DemandAsync(HttpMethod.Put, $"/identity-provider/instances/{AssertionIssuer.Alias}", AssertionIssuer.Of(key), cancellationToken)
            : realm.DemandAsync(HttpMethod.Post, "/identity-provider/instances", AssertionIssuer.Of(key), cancellationToken));
    }

    private static async Task SwitchOffAsync(KeycloakRealm realm, string clientId, CancellationToken cancellationToken)
    {
        if (await FindClientAsync(realm, clientId, cancellationToken) is { } client && client["enabled"]!.GetValue<bool>())
        {
            client["enabled"] = false;
            await realm.DemandAsync(HttpMethod.Put, $"/clients/{client["id"]!.GetValue<string>()}", client, cancellationToken);
        }
    }

    private static async Task EnsureUsersClientAsync(KeycloakRealm realm, string secret, CancellationToken cancellationToken)
    {
        var wanted = RealmClients.OfUsers(secret);
        var client = await FindClientAsync(realm, RealmClients.Users, cancellationToken);
        if (client is null)
        {
            await realm.DemandAsync(HttpMethod.Post, "/clients", wanted, cancellationToken);
            client = await FindClientAsync(realm, RealmClients.Users, cancellationToken)
                ?? throw new IdentityUnavailableException($"The realm {realm.Name} has no client right after one was made.");
        }
        else
        {
            await realm.DemandAsync(HttpMethod.Put, $"/clients/{client["id"]!.GetValue<string>()}", wanted, cancellationToken);
        }

        var present = (client["protocolMappers"]?.AsArray() ?? []).Select(m => m!["name"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        foreach (var mapper in RealmClients.Mappers(realm.Name).Where(m => !present.Contains(m["name"]!.GetValue<string>())))
        {
            await realm.DemandAsync(HttpMethod.Post, $"/clients/{client["id"]!.GetValue<string>()}/protocol-mappers/models", mapper, cancellationToken);
        }
    }

    private static async Task<JsonObject?> FindClientAsync(KeycloakRealm realm, string clientId, CancellationToken cancellationToken)
    {
        var found = (await realm.DemandAsync(HttpMethod.Get, $"/clients?clientId={clientId}", null, cancellationToken)).Body;
        return found.ValueKind == JsonValueKind.Array && found.GetArrayLength() == 1 ? JsonObject.Create(found[0]) : null;
    }
}
