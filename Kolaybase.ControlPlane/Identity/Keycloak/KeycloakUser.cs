using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>Users as Keycloak represents them.</summary>
internal static class KeycloakUser
{
    /// <summary>The user of a representation; null for what is no user of ours: a service account, or one without an address.</summary>
    public static RealmUser? Read(JsonElement user)
    {
        if (user.ValueKind != JsonValueKind.Object || user.TryGetProperty("serviceAccountClientId", out _) || Text(user, "email") is not { } email
            || !Guid.TryParse(Text(user, "id"), out var id))
        {
            return null;
        }

        return new RealmUser(
            id,
            Typed(user, email),
            Flag(user, "emailVerified"),
            Text(user, "firstName"),
            Text(user, "lastName"),
            DateTimeOffset.FromUnixTimeMilliseconds(user.TryGetProperty("createdTimestamp", out var created) ? created.GetInt64() : 0),
            !Flag(user, "enabled"));
    }

    /// <summary>The representation of a new user.</summary>
    /// <param name="user">He.</param>
    /// <param name="unknownPassword">For a user without a password: one that nobody knows, so that guessing at him takes as long as at others.</param>
    public static JsonObject ForCreation(NewRealmUser user, string unknownPassword) => new()
    {
        ["username"] = user.Email.Normalized,
        ["email"] = user.Email.Typed,
        ["emailVerified"] = user.EmailVerified,
        ["enabled"] = true,
        ["firstName"] = user.FirstName,
        ["lastName"] = user.LastName,
        ["attributes"] = Attributes(user.Email),
        ["credentials"] = new JsonArray(Password(user.Password ?? unknownPassword)),
    };

    /// <summary>A lasting password.</summary>
    public static JsonObject Password(string password) => new() { ["type"] = "password", ["value"] = password, ["temporary"] = false };

    /// <summary>A changed address. The names come along: Keycloak takes those away that are not named when attributes are.</summary>
    public static JsonObject WithAddress(RealmUser user, EmailAddress email) => new()
    {
        ["username"] = email.Normalized,
        ["email"] = email.Typed,
        ["emailVerified"] = true,
        ["firstName"] = user.FirstName,
        ["lastName"] = user.LastName,
        ["attributes"] = Attributes(email),
    };

    private static JsonObject Attributes(EmailAddress email) => new() { [RealmSettings.TypedEmail] = new JsonArray(email.Typed) };

    // An operator who changes the address in Keycloak's console does not know of the attribute.
    private static string Typed(JsonElement user, string email) =>
        user.TryGetProperty("attributes", out var attributes) && attributes.TryGetProperty(RealmSettings.TypedEmail, out var typed)
        && typed.ValueKind == JsonValueKind.Array && typed.GetArrayLength() == 1 && typed[0].GetString() is { } text
        && string.Equals(text, email, StringComparison.OrdinalIgnoreCase) ? text : email;

    private static bool Flag(JsonElement user, string name) => user.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement user, string name) =>
        user.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
