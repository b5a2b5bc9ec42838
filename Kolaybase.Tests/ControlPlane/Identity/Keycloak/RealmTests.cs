using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Keycloak;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.ControlPlane.Identity.Keycloak;

/// <summary>What a realm is made of, read back from Keycloak, and who may make and delete it.</summary>
public class RealmTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_realm_has_our_settings_and_not_Keycloaks_defaults()
    {
        await using var plane = await KeycloakPlane.StartAsync();
        await plane.EnsureAsync();

        var realm = await plane.ReadAsync("");
        Assert.Equal(
            (true, false, 100_000_000, 60, 60, 43200, 0L),
            (realm.GetProperty("bruteForceProtected").GetBoolean(), realm.GetProperty("permanentLockout").GetBoolean(), realm.GetProperty("failureFactor").GetInt32(),
                realm.GetProperty("waitIncrementSeconds").GetInt32(), realm.GetProperty("maxFailureWaitSeconds").GetInt32(), realm.GetProperty("maxDeltaTimeSeconds").GetInt32(),
                realm.GetProperty("quickLoginCheckMilliSeconds").GetInt64()));
        Assert.Equal("length(8) and maxLength(128)", realm.GetProperty("passwordPolicy").GetString());
        foreach (var off in new[] { "registrationAllowed", "resetPasswordAllowed", "verifyEmail", "rememberMe", "loginWithEmailAllowed", "registrationEmailAsUsername" })
        {
            Assert.False(realm.GetProperty(off).GetBoolean(), off);
        }

        foreach (var on in new[] { "enabled", "duplicateEmailsAllowed", "editUsernameAllowed", "revokeRefreshToken" })
        {
            Assert.True(realm.GetProperty(on).GetBoolean(), on);
        }

        Assert.Empty(realm.GetProperty("smtpServer").EnumerateObject());
        Assert.Equal(("none", "ES256", 0), (realm.GetProperty("sslRequired").GetString(), realm.GetProperty("defaultSignatureAlgorithm").GetString(), realm.GetProperty("refreshTokenMaxReuse").GetInt32()));
        Assert.Equal(
            (1800, 300, 2100), (realm.GetProperty("accessTokenLifespan").GetInt32(), realm.GetProperty("ssoSessionIdleTimeout").GetInt32(), realm.GetProperty("ssoSessionMaxLifespan").GetInt32()));
    }

    [Fact]
    public async Task Nobody_signs_in_at_Keycloak_without_our_secret()
    {
        await using var plane = await KeycloakPlane.StartAsync();
        await plane.EnsureAsync();

        foreach (var client in (await plane.ReadAsync("/clients")).EnumerateArray().Where(c => c.GetProperty("enabled").GetBoolean()))
        {
            var name = client.GetProperty("clientId").GetString();
            Assert.True(name is RealmClients.Service or RealmClients.Users or "broker" or "realm-management", name);
            Assert.True(!client.GetProperty("publicClient").GetBoolean() || client.GetProperty("bearerOnly").GetBoolean(), $"{name} is public");
            Assert.Empty(client.GetProperty("redirectUris").EnumerateArray());
            Assert.Equal(name == RealmClients.Users, client.GetProperty("directAccessGrantsEnabled").GetBoolean());
            Assert.Equal(name == RealmClients.Service, client.GetProperty("serviceAccountsEnabled").GetBoolean());
        }
    }

    [Fact]
    public async Task The_secret_is_sealed_and_the_masters_administrator_only_makes_and_deletes()
    {
        await using var plane = await KeycloakPlane.StartAsync();
        await plane.EnsureAsync();
        await plane.CreateUserAsync();
        Assert.NotNull(await plane.WithStoreAsync(s => s.VerifyPasswordAsync(plane.Realm, TestIdentity.Address("ada@example.com"), "correct horse", Cancel)));
        await plane.WithStoreAsync(async s =>
        {
            await s.DeleteRealmAsync(plane.Realm, Cancel);
            return true;
        });

        // One look at the realm before its deletion: whether it is ours.
        Assert.Equal(1, plane.Gate.Seen.Count(r => r == "POST /realms/master/protocol/openid-connect/token"));
        Assert.Equal(1, plane.Gate.Seen.Count(r => r == "POST /admin/realms"));
        Assert.Equal(1, plane.Gate.Seen.Count(r => r == $"DELETE /admin/realms/{plane.Realm}"));
        // Realms are never listed.
        Assert.DoesNotContain("GET /admin/realms", plane.Gate.Seen);

        await plane.EnsureAsync();
        var row = await plane.Identity.WithAsync((RegistryContext db) => db.IdentityRealms.SingleAsync(r => r.Name == plane.Realm, Cancel));
        Assert.Equal("main", row.Server);
        Assert.StartsWith("v1.", row.ClientSecretSealed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_realm_that_is_there_is_made_by_no_second_call()
    {
        await using var plane = await KeycloakPlane.StartAsync();
        await plane.EnsureAsync();
        plane.Gate.Forget();
        await using var other = plane.Beside();
        await plane.EnsureAsync(other);
        Assert.DoesNotContain(plane.Gate.Seen, r => r == "POST /admin/realms" || r.Contains("/realms/master/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_somebody_changed_is_as_we_want_it_after_the_next_run()
    {
        await using var plane = await KeycloakPlane.StartAsync();
        await plane.EnsureAsync();
        var user = await plane.CreateUserAsync();
        await plane.AdminAsync(HttpMethod.Put, $"/{plane.Realm}", new { bruteForceProtected = false, registrationAllowed = true });
        await plane.AdminAsync(HttpMethod.Delete, $"/{plane.Realm}/clients/{await ClientAsync(plane, RealmClients.Users)}");
        await plane.AdminAsync(HttpMethod.Delete, $"/{plane.Realm}/identity-provider/instances/{AssertionIssuer.Alias}");
        await plane.AdminAsync(HttpMethod.Put, $"/{plane.Realm}/clients/{await ClientAsync(plane, "account-console")}", new { clientId = "account-console", enabled = true });

        await plane.EnsureAsync();

        var realm = await plane.ReadAsync("");
        Assert.Equal((true, false), (realm.GetProperty("bruteForceProtected").GetBoolean(), realm.GetProperty("registrationAllowed").GetBoolean()));
        Assert.False((await plane.ReadAsync("/clients?clientId=account-console"))[0].GetProperty("enabled").GetBoolean());
        var token = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken((await plane.IssueAsync(user.Id))!.Value);
        Assert.Equal(("authenticated", user.Id.ToString()), (token.GetPayloadValue<string>("role"), token.Subject));
    }

    [Fact]
    public async Task A_lost_secret_is_given_anew()
    {
        await using var plane = await KeycloakPlane.StartAsync();
        await plane.EnsureAsync();
        await plane.CreateUserAsync();
        // Here: the row is gone, as after a restore of the control database.
        await plane.Identity.WithAsync((RegistryContext db) => db.IdentityRealms.Where(r => r.Name == plane.Realm).ExecuteDeleteAsync(Cancel));
        await using var restored = plane.Beside();
        await plane.EnsureAsync(restored);
        // A process that ran on with the former secret finds the new one.
        Assert.NotNull(await plane.WithStoreAsync(s => s.VerifyPasswordAsync(plane.Realm, TestIdentity.Address("ada@example.com"), "correct horse", Cancel)));

        // There: somebody made a new one in the console.
        await plane.AdminAsync(HttpMethod.Post, $"/{plane.Realm}/clients/{await ClientAsync(plane, RealmClients.Service)}/client-secret");
        await using var third = plane.Beside();
        await plane.EnsureAsync(third);
        Assert.NotNull(await third.WithAsync((IdentityStores s) => s.Of("main").FindByEmailAsync(plane.Realm, TestIdentity.Address("ada@example.com"), Cancel)));
    }

    [Fact]
    public async Task A_realm_of_that_name_that_is_not_ours_is_neither_taken_nor_deleted()
    {
        await using var plane = await KeycloakPlane.StartAsync();
        await plane.AdminAsync(HttpMethod.Post, "", new { realm = plane.Realm, enabled = true, displayName = "theirs", attributes = new { kolaybase = MasterKeyRing.Generate("theirs") } });
        try
        {
            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => plane.EnsureAsync());
            Assert.Contains("did not make", refusal.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<InvalidOperationException>(() => plane.WithStoreAsync(async s =>
            {
                await s.DeleteRealmAsync(plane.Realm, Cancel);
                return true;
            }));
            Assert.Equal("theirs", (await plane.ReadAsync("")).GetProperty("displayName").GetString());
        }
        finally
        {
            await plane.AdminAsync(HttpMethod.Delete, $"/{plane.Realm}");
        }
    }

    [Fact]
    public async Task A_password_check_leaves_no_session_of_Keycloaks()
    {
        await using var plane = await KeycloakPlane.StartAsync();
        await plane.EnsureAsync();
        var user = await plane.CreateUserAsync();
        Assert.NotNull(await plane.WithStoreAsync(s => s.VerifyPasswordAsync(plane.Realm, TestIdentity.Address("ada@example.com"), "correct horse", Cancel)));
        Assert.NotNull(await plane.IssueAsync(user.Id));
        Assert.Empty((await plane.ReadAsync($"/users/{user.Id}/sessions")).EnumerateArray());
    }

    [Fact]
    public async Task A_user_made_in_the_console_signs_in_and_a_service_account_does_not()
    {
        await using var plane = await KeycloakPlane.StartAsync();
        await plane.EnsureAsync();
        await plane.AdminAsync(HttpMethod.Post, $"/{plane.Realm}/users", new
        {
            username = "bob@example.com", email = "bob@example.com", enabled = true, credentials = new[] { new { type = "password", value = "correct horse", temporary = false } },
        });
        var bob = await plane.WithStoreAsync(s => s.VerifyPasswordAsync(plane.Realm, TestIdentity.Address("bob@example.com"), "correct horse", Cancel));
        Assert.NotNull(await plane.IssueAsync(bob!.Id));

        var account = await plane.ReadAsync($"/clients/{await ClientAsync(plane, RealmClients.Service)}/service-account-user");
        var id = account.GetProperty("id").GetGuid();
        Assert.Null(await plane.WithStoreAsync(s => s.FindByIdAsync(plane.Realm, id, Cancel)));
        Assert.Null(await plane.IssueAsync(id));
    }

    private static async Task<string> ClientAsync(KeycloakPlane plane, string clientId) => (await plane.ReadAsync($"/clients?clientId={clientId}"))[0].GetProperty("id").GetString()!;
}
