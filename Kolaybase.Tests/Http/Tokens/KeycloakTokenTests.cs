using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.ControlPlane.Identity.Keycloak;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.Tests.Http.Tokens;

/// <summary>The verifier of a running API on tokens that a real Keycloak signed.</summary>
public sealed class KeycloakTokenTests : IAsyncLifetime
{
    private KeycloakPlane _plane = null!;
    private TestApi _api = null!;
    private RealmUser _user = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _plane = await KeycloakPlane.StartAsync();
        await _plane.EnsureAsync();
        _user = await _plane.CreateUserAsync();
        Assert.True(Realms.TryGetProject(_plane.Realm, out var id));
        await AddProjectAsync(id);
        _api = await TestApi.StartAsync(
            control: _plane.Identity.ConnectionString, masterKeys: _plane.Identity.MasterKeys,
            settings: [.. _plane.Keycloak.Settings("main", _plane.Gate.Url).Select(s => (s.Key, s.Value!))]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        if (_plane is not null)
        {
            await _plane.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_token_verifies_and_a_thousand_more_ask_Keycloak_nothing()
    {
        var token = await TokenAsync();
        var result = await VerifyAsync(token);
        Assert.Equal(_user.Id.ToString(), result.Token?.Subject);
        _plane.Gate.Forget();
        for (var i = 0; i < 1000; i++)
        {
            Assert.Null((await VerifyAsync(token)).Fault);
        }

        Assert.Empty(_plane.Gate.Seen);
    }

    [Fact]
    public async Task A_rotated_key_is_picked_up_and_the_former_verifies_on()
    {
        var former = await TokenAsync();
        Assert.Null((await VerifyAsync(former)).Fault);
        var realm = (await _plane.ReadAsync("")).GetProperty("id").GetString();
        await _plane.AdminAsync(HttpMethod.Post, $"/{_plane.Realm}/components", new
        {
            name = "next", providerId = "ecdsa-generated", providerType = "org.keycloak.keys.KeyProvider", parentId = realm,
            config = new Dictionary<string, string[]> { ["priority"] = ["200"], ["ecdsaEllipticCurveKey"] = ["P-256"] },
        });
        var next = await TokenAsync();
        Assert.NotEqual(new JsonWebToken(former).Kid, new JsonWebToken(next).Kid);

        await Eventually.TrueAsync(async () => (await VerifyAsync(next)).Fault is null, "the new key verifies", Cancel, TimeSpan.FromSeconds(10));
        Assert.Null((await VerifyAsync(former)).Fault);
    }

    [Fact]
    public async Task While_Keycloak_is_away_known_keys_go_on_verifying()
    {
        var token = await TokenAsync();
        Assert.Null((await VerifyAsync(token)).Fault);
        _plane.Gate.Forget();
        _plane.Gate.Before = (_, _) => Task.FromResult((int?)503);

        // A token of an unknown key has the keys read anew, in vain.
        var forged = RealmSigner.Create(_plane.Realm).Sign(_user.Id, issuer: new JsonWebToken(token).Issuer);
        await Eventually.TrueAsync(
            async () =>
            {
                Assert.Equal(TokenFault.Signature, (await VerifyAsync(forged)).Fault);
                return _plane.Gate.Seen.Count > 0;
            },
            "the keys are asked for",
            Cancel);
        Assert.Null((await VerifyAsync(token)).Fault);
        // A flood of them asks no more often.
        var seen = _plane.Gate.Seen.Count;
        for (var i = 0; i < 100; i++)
        {
            await VerifyAsync(forged);
        }

        Assert.InRange(_plane.Gate.Seen.Count, seen, seen + 1);
    }

    [Fact]
    public async Task What_the_realm_signs_for_another_use_or_another_issuer_signs_is_refused()
    {
        var token = new JsonWebToken(await TokenAsync());
        Assert.Equal(TokenFault.Claims, (await VerifyAsync(token.EncodedToken, "realm-management")).Fault);
        var parts = token.EncodedToken.Split('.');
        var header = Base64UrlEncoder.Encode($$"""{"alg":"none","kid":"{{token.Kid}}"}""");
        Assert.Equal(TokenFault.Signature, (await VerifyAsync($"{header}.{parts[1]}.{parts[2]}")).Fault);
        // Our own key pair of the realm signs assertions, never tokens.
        var credentials = await _api.Services.GetRequiredService<SigningKeys>().CurrentAsync(_plane.Realm, Cancel);
        var assertion = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = token.Issuer, Audience = Realms.ProjectAudience, SigningCredentials = credentials, Claims = new Dictionary<string, object> { ["sub"] = token.Subject },
        });
        Assert.Equal(TokenFault.Signature, (await VerifyAsync(assertion)).Fault);
    }

    private async Task<string> TokenAsync() => (await _plane.IssueAsync(_user.Id))!.Value;

    private async Task<TokenResult> VerifyAsync(string token, string audience = Realms.ProjectAudience) =>
        await _api.Services.GetRequiredService<TokenVerifier>().VerifyAsync(token, _plane.Realm, audience, Cancel);

    private Task<bool> AddProjectAsync(Guid id) => _plane.Identity.WithAsync(async (RegistryContext db) =>
    {
        var now = TimeProvider.System.GetUtcNow();
        db.Add(new Team { Id = id, Name = "team", CreatedAt = now });
        db.Add(new Project
        {
            Id = id, TeamId = id, Name = "project", Status = ProjectStatus.Active, DatabaseServer = "default", IdentityServer = "main", ObjectStore = "files", DatabaseName = "d",
            OwnerRole = "o", OwnerPasswordSealed = "-", AuthenticatorRole = "a", AuthenticatorPasswordSealed = "-", CreatedAt = now, CreatedBy = id,
        });
        await db.SaveChangesAsync(Cancel);
        return true;
    });
}
