using System.Net;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.Tests.Auth.Support;
using Kolaybase.Tests.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.Tests.Auth.Discovery;

/// <summary>A stranger verifies a user's token by what is published alone.</summary>
public sealed class RealmsTests(EndUserFixture fixture) : IClassFixture<EndUserFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_users_token_verifies_by_the_published_keys_of_its_issuer()
    {
        var (project, other) = (await fixture.CreateProjectAsync(), await fixture.CreateProjectAsync());
        var user = await project.SignUpAsync();
        var issuer = new JsonWebToken(user.Token!).Issuer;

        var configuration = (await GetAsync(new Uri(issuer).AbsolutePath + "/.well-known/openid-configuration")).Expect(200);
        Assert.Equal(issuer, configuration.GetProperty("issuer").GetString());
        var keys = await GetAsync(new Uri(configuration.GetProperty("jwks_uri").GetString()!).AbsolutePath);
        keys.Expect(200);
        Assert.True(keys.Headers.CacheControl is { Public: true, MaxAge: { } age } && age > TimeSpan.Zero);
        Assert.True(await VerifiesAsync(keys.Text, issuer, user.Token!));
        Assert.DoesNotContain("\"d\"", keys.Text, StringComparison.Ordinal);

        var foreign = await other.SignUpAsync();
        Assert.False(await VerifiesAsync(keys.Text, issuer, foreign.Token!));
    }

    [Theory]
    [InlineData("project-00000000000000000000000000000000")]
    [InlineData("nobody")]
    [InlineData("project-")]
    [InlineData("PLATFORM")]
    public async Task An_unknown_realm_is_404_in_both_documents(string realm)
    {
        (await GetAsync($"/api/realms/{realm}/jwks.json")).Refused(404, "KB404");
        (await GetAsync($"/api/realms/{realm}/.well-known/openid-configuration")).Refused(404, "KB404");
    }

    [Fact]
    public async Task The_platforms_own_realm_is_published_too()
    {
        await fixture.WithAsync((IdentityStores s) => EnsureAsync(s.Platform));
        Assert.NotEmpty((await GetAsync("/api/realms/platform/jwks.json")).Expect(200).GetProperty("keys").EnumerateArray());
    }

    [Fact]
    public async Task A_realm_at_an_identity_server_is_not_published_here_though_it_has_a_key_of_ours()
    {
        var project = await fixture.CreateProjectAsync();
        await using var db = fixture.OpenRegistry();
        Assert.True(await db.SigningKeys.AnyAsync(k => k.Realm == project.Realm, Cancel));
        await MoveAsync("main");
        try
        {
            (await GetAsync($"/api/realms/{project.Realm}/jwks.json")).Refused(404, "KB404");
            (await GetAsync($"/api/realms/{project.Realm}/.well-known/openid-configuration")).Refused(404, "KB404");
        }
        finally
        {
            // The fixture removes it, and knows no server "main".
            await MoveAsync(IdentityStores.Builtin);
        }

        Task<int> MoveAsync(string server) => db.Projects.Where(p => p.Id == project.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.IdentityServer, server), Cancel);
    }

    [Fact]
    public async Task The_platforms_realm_is_not_published_where_its_accounts_are_at_an_identity_server()
    {
        await fixture.WithAsync((IdentityStores s) => EnsureAsync(s.Of(IdentityStores.Builtin)));
        await using var api = await fixture.StartApiAsync(
            ("Kolaybase:IdentityServers:main:Url", "http://127.0.0.1:9"),
            ("Kolaybase:IdentityServers:main:AdminUser", "admin"),
            ("Kolaybase:IdentityServers:main:AdminPassword", "admin"),
            ("Kolaybase:Identity:Platform", "main"));
        using var keys = await api.Client.GetAsync("/api/realms/platform/jwks.json", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, keys.StatusCode);
    }

    [Fact]
    public async Task Who_asks_for_realms_at_random_is_told_to_wait()
    {
        await using var api = await fixture.StartApiAsync(("Kolaybase:RateLimits:UnknownKeysPerAddress", "3"));
        for (var i = 0; i < 3; i++)
        {
            using var unknown = await api.Client.GetAsync($"/api/realms/project-{Guid.CreateVersion7():N}/jwks.json", Cancel);
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        }

        using var refused = await api.Client.GetAsync($"/api/realms/project-{Guid.CreateVersion7():N}/jwks.json", Cancel);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    private static async Task<bool> EnsureAsync(IIdentityStore store)
    {
        await store.EnsureRealmAsync(Realms.Platform, Cancel);
        return true;
    }

    private async Task<Answer> GetAsync(string path)
    {
        using var response = await fixture.Api.Client.GetAsync(path, Cancel);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(Cancel), response.Headers);
    }

    private static async Task<bool> VerifiesAsync(string keySet, string issuer, string token) => (await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
    {
        IssuerSigningKeys = new JsonWebKeySet(keySet).GetSigningKeys(),
        ValidIssuer = issuer,
        ValidAudience = Realms.ProjectAudience,
    })).IsValid;
}
