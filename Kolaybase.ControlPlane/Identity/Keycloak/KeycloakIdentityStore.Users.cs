using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>Users.</summary>
internal sealed partial class KeycloakIdentityStore
{
    /// <summary>How often a creation that was undone by another one is tried.</summary>
    private const int CreationAttempts = 10;

    /// <inheritdoc />
    public async Task<RealmUser?> CreateUserAsync(string realm, NewRealmUser user, CancellationToken cancellationToken)
    {
        var unknown = Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32));
        var target = Realm(realm);
        for (var attempt = 1; ; attempt++)
        {
            var answer = await target.SendAsync(HttpMethod.Post, "/users", KeycloakUser.ForCreation(user, unknown), cancellationToken);
            switch (answer)
            {
                case { Status: HttpStatusCode.Created, Location: { } location }:
                    return await ReadNewAsync(target, location.Segments[^1]);
                case { Status: HttpStatusCode.Conflict }:
                    return null;
                // Of several that make one user at once, Keycloak tells some that their transaction failed, and not why: it was undone, and by now there
                // may be the user.
                case { Status: HttpStatusCode.BadRequest } when attempt < CreationAttempts && answer.Error.Contains("Could not create user", StringComparison.Ordinal):
                    break;
                default:
                    throw _server.Unexpected("a new user", answer);
            }
        }
    }

    /// <summary>The user who was just made; whether or not the caller waits, since he is there.</summary>
    private static async Task<RealmUser?> ReadNewAsync(KeycloakRealm realm, string id)
    {
        try
        {
            return KeycloakUser.Read((await realm.DemandAsync(HttpMethod.Get, $"/users/{id}", null, CancellationToken.None)).Body);
        }
        catch (IdentityUnavailableException)
        {
            // Nobody learns of him: he may not stand in the way of the next try. A second fault is of no interest.
            try
            {
                await realm.SendAsync(HttpMethod.Delete, $"/users/{id}", null, CancellationToken.None);
            }
            catch (IdentityUnavailableException)
            {
            }

            throw;
        }
    }

    /// <inheritdoc />
    public async Task<RealmUser?> FindByIdAsync(string realm, Guid id, CancellationToken cancellationToken) =>
        await FindRealmAsync(realm, cancellationToken) is { } target ? await FindAsync(target, id, cancellationToken) : null;

    /// <inheritdoc />
    public Task<RealmUser?> FindByEmailAsync(string realm, EmailAddress email, CancellationToken cancellationToken) =>
        FindOneAsync(realm, $"exact=true&username={Uri.EscapeDataString(email.Normalized)}", cancellationToken);

    /// <inheritdoc />
    public async Task<RealmUserPage> ListUsersAsync(string realm, string? search, int offset, int limit, CancellationToken cancellationToken)
    {
        if (await FindRealmAsync(realm, cancellationToken) is not { } target)
        {
            return new RealmUserPage([], 0);
        }

        // Without asterisks a word finds beginnings only.
        var words = string.Join(' ', UserSearch.Words(search).Select(w => $"*{w}*"));
        var filter = words.Length > 0 ? $"&search={Uri.EscapeDataString(words)}" : "";
        var page = await target.DemandAsync(
            HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/users?first={offset}&max={limit}&briefRepresentation=false{filter}"), null, cancellationToken);
        var count = await target.DemandAsync(HttpMethod.Get, $"/users/count?briefRepresentation=false{filter}", null, cancellationToken);
        return new RealmUserPage([.. page.Body.EnumerateArray().Select(KeycloakUser.Read).OfType<RealmUser>()], count.Body.GetInt32());
    }

    /// <inheritdoc />
    public Task<bool> SetPasswordAsync(string realm, Guid id, string password, CancellationToken cancellationToken) =>
        PutAsync(realm, id, "/reset-password", KeycloakUser.Password(password), cancellationToken);

    /// <inheritdoc />
    public Task<bool> MarkEmailVerifiedAsync(string realm, Guid id, CancellationToken cancellationToken) =>
        PutAsync(realm, id, "", new JsonObject { ["emailVerified"] = true }, cancellationToken);

    /// <inheritdoc />
    public Task<bool> SetBlockedAsync(string realm, Guid id, bool blocked, CancellationToken cancellationToken) =>
        PutAsync(realm, id, "", new JsonObject { ["enabled"] = !blocked }, cancellationToken);

    /// <inheritdoc />
    public async Task<EmailChange> ChangeEmailAsync(string realm, Guid id, EmailAddress email, CancellationToken cancellationToken)
    {
        if (await FindRealmAsync(realm, cancellationToken) is not { } target || await FindAsync(target, id, cancellationToken) is not { } user)
        {
            return EmailChange.NoUser;
        }

        var answer = await target.SendAsync(HttpMethod.Put, $"/users/{id}", KeycloakUser.WithAddress(user, email), cancellationToken);
        return answer.Status switch
        {
            HttpStatusCode.NoContent => EmailChange.Changed,
            HttpStatusCode.Conflict => EmailChange.Taken,
            HttpStatusCode.NotFound => EmailChange.NoUser,
            _ => throw _server.Unexpected("a change of address", answer),
        };
    }

    /// <inheritdoc />
    public async Task<bool> DeleteUserAsync(string realm, Guid id, CancellationToken cancellationToken) =>
        await FindRealmAsync(realm, cancellationToken) is { } target
        && await DoneAsync(target, HttpMethod.Delete, $"/users/{id}", null, cancellationToken);

    private async Task<bool> PutAsync(string realm, Guid id, string path, JsonObject body, CancellationToken cancellationToken) =>
        await FindRealmAsync(realm, cancellationToken) is { } target
        && await DoneAsync(target, HttpMethod.Put, $"/users/{id}{path}", body, cancellationToken);

    private async Task<bool> DoneAsync(KeycloakRealm realm, HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var answer = await realm.SendAsync(method, path, body, cancellationToken);
        return answer.IsSuccess || (answer.Status == HttpStatusCode.NotFound ? false : throw _server.Unexpected("a change of a user", answer));
    }

    private async Task<RealmUser?> FindAsync(KeycloakRealm realm, Guid id, CancellationToken cancellationToken)
    {
        var answer = await realm.SendAsync(HttpMethod.Get, $"/users/{id}", null, cancellationToken);
        return answer.IsSuccess ? KeycloakUser.Read(answer.Body)
            : answer.Status == HttpStatusCode.NotFound ? null
            : throw _server.Unexpected("a look at a user", answer);
    }

    private async Task<RealmUser?> FindOneAsync(string realm, string filter, CancellationToken cancellationToken) =>
        await FindRealmAsync(realm, cancellationToken) is { } target && await FindAllAsync(target, filter, cancellationToken) is [var user] ? user : null;

    private static async Task<IReadOnlyList<RealmUser>> FindAllAsync(KeycloakRealm realm, string filter, CancellationToken cancellationToken)
    {
        var found = await realm.DemandAsync(HttpMethod.Get, $"/users?briefRepresentation=false&max=3&{filter}", null, cancellationToken);
        return found.Body.ValueKind == JsonValueKind.Array ? [.. found.Body.EnumerateArray().Select(KeycloakUser.Read).OfType<RealmUser>()] : [];
    }
}
