using System.Text.Json.Nodes;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>The two clients of ours inside a realm. Both are confidential, with the realm's one secret, and neither shows a page.</summary>
internal static class RealmClients
{
    /// <summary>Drives the realm through the admin API.</summary>
    public const string Service = "kolaybase-service";

    /// <summary>Checks passwords and gets users' access tokens.</summary>
    public const string Users = "kolaybase";

    /// <summary>Keycloak's own clients that a browser or anybody without a secret could sign in through, past our guard and our sessions; they are switched off.</summary>
    public static readonly IReadOnlyList<string> SwitchedOff = ["account", "account-console", "admin-cli", "security-admin-console"];

    /// <summary>The service client.</summary>
    public static JsonObject OfService(string secret) => new()
    {
        ["clientId"] = Service,
        ["secret"] = secret,
        ["enabled"] = true,
        ["publicClient"] = false,
        ["standardFlowEnabled"] = false,
        ["directAccessGrantsEnabled"] = false,
        ["serviceAccountsEnabled"] = true,
        ["fullScopeAllowed"] = true,
        ["defaultClientScopes"] = new JsonArray("roles"),
        ["optionalClientScopes"] = new JsonArray(),
    };

    /// <summary>Its user, who may do everything inside the realm and nothing outside.</summary>
    public static JsonObject ServiceAccount() => new()
    {
        ["username"] = $"service-account-{Service}",
        ["enabled"] = true,
        ["serviceAccountClientId"] = Service,
        ["clientRoles"] = new JsonObject { ["realm-management"] = new JsonArray("realm-admin") },
    };

    /// <summary>The client of users' tokens; without client scopes, so that tokens hold what <see cref="Mappers"/> says and no more.</summary>
    public static JsonObject OfUsers(string secret) => new()
    {
        ["clientId"] = Users,
        ["secret"] = secret,
        ["enabled"] = true,
        ["publicClient"] = false,
        ["standardFlowEnabled"] = false,
        ["directAccessGrantsEnabled"] = true,
        ["serviceAccountsEnabled"] = false,
        ["fullScopeAllowed"] = false,
        ["defaultClientScopes"] = new JsonArray(),
        ["optionalClientScopes"] = new JsonArray(),
        ["redirectUris"] = new JsonArray(),
        ["webOrigins"] = new JsonArray(),
        ["attributes"] = new JsonObject
        {
            // Sessions are ours: Keycloak gives no refresh token.
            ["use.refresh.tokens"] = "false",
            ["oauth2.jwt.authorization.grant.enabled"] = "true",
            ["oauth2.jwt.authorization.grant.idp"] = AssertionIssuer.Alias,
        },
    };

    /// <summary>What makes the claims of an access token.</summary>
    public static IEnumerable<JsonObject> Mappers(string realm) =>
    [
        Mapper("sub", "oidc-sub-mapper", ("access.token.claim", "true")),
        Mapper("role", "oidc-hardcoded-claim-mapper", ("claim.name", "role"), ("claim.value", Realms.Role(realm)), ("jsonType.label", "String"), ("access.token.claim", "true")),
        Mapper("aud", "oidc-audience-mapper", ("included.custom.audience", Realms.Audience(realm)), ("access.token.claim", "true")),
        Mapper("email", "oidc-usermodel-attribute-mapper", ("user.attribute", "email"), ("claim.name", "email"), ("jsonType.label", "String"), ("access.token.claim", "true")),
    ];

    private static JsonObject Mapper(string name, string type, params (string Key, string Value)[] settings)
    {
        var config = new JsonObject { ["id.token.claim"] = "false", ["userinfo.token.claim"] = "false" };
        foreach (var (key, value) in settings)
        {
            config[key] = value;
        }

        return new JsonObject { ["name"] = name, ["protocol"] = "openid-connect", ["protocolMapper"] = type, ["config"] = config };
    }
}
