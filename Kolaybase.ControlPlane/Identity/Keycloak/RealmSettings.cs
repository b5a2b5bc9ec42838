using System.Text.Json.Nodes;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>A realm as we want it.</summary>
internal static class RealmSettings
{
    /// <summary>A user's attribute that holds his address as typed: Keycloak itself keeps small letters.</summary>
    public const string TypedEmail = "typed_email";

    /// <summary>
    /// Wrong passwords of one user before Keycloak locks him for a minute: out of everybody's reach. Keycloak can't tell an owner from strangers, who would lock
    /// him out. Our guard (<see cref="SignInGuard"/>) can, and no password comes to Keycloak past it: it lets a guess a minute through from all strangers and
    /// from each place that an owner is known at, a few thousand a day. An owner who signs in has Keycloak count anew.
    /// </summary>
    public const int LockAfter = 100_000_000;

    /// <summary>The settings that are kept so by every run.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="mark">See <see cref="KeycloakMaster.MarkAttribute"/>.</param>
    /// <param name="publicUrl">Base of the issuer.</param>
    /// <param name="accessTokenLifetime">Of access tokens.</param>
    public static JsonObject Of(string realm, string mark, string publicUrl, TimeSpan accessTokenLifetime) => new()
    {
        ["realm"] = realm,
        ["enabled"] = true,
        ["sslRequired"] = publicUrl.StartsWith("https:", StringComparison.Ordinal) ? "external" : "none",
        // The name that users sign in by is their address in small letters, which makes it unique. Keycloak's own e-mail field
        // need not be: an account that a provider vouches for may have the same until it is linked.
        ["loginWithEmailAllowed"] = false,
        ["duplicateEmailsAllowed"] = true,
        ["editUsernameAllowed"] = true,
        ["registrationEmailAsUsername"] = false,
        // All of this is ours to do; Keycloak shows no page and sends no mail.
        ["registrationAllowed"] = false,
        ["resetPasswordAllowed"] = false,
        ["verifyEmail"] = false,
        ["rememberMe"] = false,
        ["smtpServer"] = new JsonObject(),
        ["passwordPolicy"] = $"length({PasswordPolicy.MinLength}) and maxLength({PasswordPolicy.MaxLength})",
        ["bruteForceProtected"] = true,
        ["permanentLockout"] = false,
        ["failureFactor"] = LockAfter,
        ["waitIncrementSeconds"] = 60,
        ["maxFailureWaitSeconds"] = 60,
        ["maxDeltaTimeSeconds"] = 12 * 60 * 60,
        // Two quick tries are no attack: our guard allows five at once.
        ["quickLoginCheckMilliSeconds"] = 0,
        ["minimumQuickLoginWaitSeconds"] = 60,
        ["accessTokenLifespan"] = (int)accessTokenLifetime.TotalSeconds,
        // Keycloak's own sessions serve for nothing; one that outlives its password check ends soon. An access token ends with
        // the longest session at the latest.
        ["ssoSessionIdleTimeout"] = 300,
        ["ssoSessionMaxLifespan"] = (int)accessTokenLifetime.TotalSeconds + 300,
        ["revokeRefreshToken"] = true,
        ["refreshTokenMaxReuse"] = 0,
        ["defaultSignatureAlgorithm"] = "ES256",
        ["attributes"] = new JsonObject
        {
            [KeycloakMaster.MarkAttribute] = mark,
            // The issuer is the same whatever address Keycloak is reached at.
            ["frontendUrl"] = publicUrl,
        },
    };

    /// <summary>A realm that is to be made: <paramref name="settings"/> with its clients, the key that we vouch with, and ES256 keys instead of the default's RSA (faster to make, shorter tokens).</summary>
    public static JsonObject ForCreation(JsonObject settings, string realm, string secret, RealmPublicKey assertionKey)
    {
        var users = RealmClients.OfUsers(secret);
        users["protocolMappers"] = new JsonArray([.. RealmClients.Mappers(realm)]);
        settings["clients"] = new JsonArray(RealmClients.OfService(secret), users);
        settings["users"] = new JsonArray(RealmClients.ServiceAccount());
        settings["identityProviders"] = new JsonArray(AssertionIssuer.Of(assertionKey));
        settings["components"] = new JsonObject
        {
            ["org.keycloak.keys.KeyProvider"] = new JsonArray(
                Key("ecdsa-generated", "ecdsaEllipticCurveKey", "P-256"), Key("hmac-generated", "algorithm", "HS512"), Key("aes-generated", "secretSize", "16")),
        };
        return settings;
    }

    /// <summary>The user profile: every address and name that our API takes, no more fields, and none that a user could change at Keycloak.</summary>
    public static JsonObject UserProfile() => new()
    {
        ["attributes"] = new JsonArray(Field("username", 3), Field("email", 0), Field("firstName", 0), Field("lastName", 0), Field(TypedEmail, 0)),
        ["groups"] = new JsonArray(),
    };

    private static JsonObject Field(string name, int shortest) => new()
    {
        ["name"] = name,
        ["multivalued"] = false,
        ["permissions"] = new JsonObject { ["view"] = new JsonArray("admin"), ["edit"] = new JsonArray("admin") },
        ["validations"] = new JsonObject { ["length"] = new JsonObject { ["min"] = shortest, ["max"] = 255 } },
    };

    private static JsonObject Key(string type, string setting, string value) => new()
    {
        ["name"] = type,
        ["providerId"] = type,
        ["config"] = new JsonObject { ["priority"] = new JsonArray("100"), [setting] = new JsonArray(value) },
    };
}
