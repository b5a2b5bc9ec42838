using System.Security.Cryptography;
using System.Text;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.Tests.ControlPlane.Identity;

public class SigningKeysTests
{
    [Fact]
    public async Task Ten_that_ask_at_once_get_one_key()
    {
        await using var identity = await TestIdentity.CreateAsync();
        var processes = Enumerable.Range(0, 5).Select(_ => identity.Beside()).ToArray();

        var credentials = await Task.WhenAll(processes.Concat(processes)
            .Select(p => p.WithAsync((SigningKeys keys) => keys.CurrentAsync("project-x", TestIdentity.Cancel))));

        Assert.Single(credentials.Select(c => c.Key.KeyId).Distinct());
        Assert.Single(await identity.WithAsync((SigningKeys keys) => keys.PublicKeysAsync("project-x", TestIdentity.Cancel)));
    }

    [Fact]
    public async Task Realms_have_keys_of_their_own()
    {
        await using var identity = await TestIdentity.CreateAsync();
        var one = await identity.WithAsync((SigningKeys keys) => keys.CurrentAsync("one", TestIdentity.Cancel));
        var two = await identity.WithAsync((SigningKeys keys) => keys.CurrentAsync("two", TestIdentity.Cancel));
        Assert.NotEqual(one.Key.KeyId, two.Key.KeyId);
    }

    [Fact]
    public async Task The_key_id_is_the_thumbprint_of_the_published_key()
    {
        await using var identity = await TestIdentity.CreateAsync();
        await identity.WithAsync(async (SigningKeys keys) =>
        {
            await keys.EnsureAsync("one", TestIdentity.Cancel);
            return true;
        });

        var key = Assert.Single(await identity.WithAsync((SigningKeys keys) => keys.PublicKeysAsync("one", TestIdentity.Cancel)));

        Assert.Equal(Base64UrlEncoder.Encode(key.ComputeJwkThumbprint()), key.Kid);
        Assert.Equal(("EC", "P-256", "ES256", "sig"), (key.Kty, key.Crv, key.Alg, key.Use));
        Assert.Null(key.D);
    }

    [Fact]
    public async Task The_private_half_is_sealed_and_opens_under_its_master_key_only()
    {
        await using var identity = await TestIdentity.CreateAsync();
        await identity.WithAsync((SigningKeys keys) => keys.CurrentAsync("one", TestIdentity.Cancel));

        var row = await identity.WithAsync((RegistryContext db) => db.SigningKeys.SingleAsync(TestIdentity.Cancel));
        Assert.StartsWith("v1.", row.PrivateKeySealed, StringComparison.Ordinal);

        await using var stranger = identity.Beside(masterKeys: MasterKeyRing.Generate("other"));
        await Assert.ThrowsAsync<CryptographicException>(() => stranger.WithAsync((SigningKeys keys) => keys.CurrentAsync("one", TestIdentity.Cancel)));
    }

    [Fact]
    public async Task A_retired_key_is_followed_by_a_new_one_and_stays_published()
    {
        await using var identity = await TestIdentity.CreateAsync();
        var former = await identity.WithAsync((SigningKeys keys) => keys.CurrentAsync("one", TestIdentity.Cancel));
        await identity.WithAsync((RegistryContext db) => db.SigningKeys.ExecuteUpdateAsync(s => s.SetProperty(k => k.RetiredAt, identity.Clock.GetUtcNow()), TestIdentity.Cancel));

        identity.Clock.Advance(TimeSpan.FromMinutes(2));
        var current = await identity.WithAsync((SigningKeys keys) => keys.CurrentAsync("one", TestIdentity.Cancel));

        Assert.NotEqual(former.Key.KeyId, current.Key.KeyId);
        var published = await identity.WithAsync((SigningKeys keys) => keys.PublicKeysAsync("one", TestIdentity.Cancel));
        Assert.Equal([current.Key.KeyId, former.Key.KeyId], published.Select(k => k.Kid));
    }

    [Fact]
    public async Task A_token_verifies_against_the_published_key_and_says_who_and_until_when()
    {
        await using var identity = await TestIdentity.CreateAsync();
        var user = (await identity.CreateUserAsync())!;
        var session = Guid.CreateVersion7();

        var token = (await identity.WithAsync((IIdentityStore store) => store.IssueAccessTokenAsync(TestIdentity.Realm, user.Id, session, TestIdentity.Cancel)))!;

        var keys = await identity.WithAsync((SigningKeys k) => k.PublicKeysAsync(TestIdentity.Realm, TestIdentity.Cancel));
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token.Value, new TokenValidationParameters
        {
            IssuerSigningKey = keys[0],
            ValidIssuer = "http://localhost:4000/api/realms/platform",
            ValidAudience = "kolaybase",
            ValidateLifetime = false,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        var jwt = (JsonWebToken)result.SecurityToken;
        Assert.Equal(user.Id.ToString(), jwt.Subject);
        Assert.Equal(session.ToString(), jwt.GetPayloadValue<string>("sid"));
        Assert.Equal("ada@example.com", jwt.GetPayloadValue<string>("email"));
        Assert.Equal("platform", jwt.GetPayloadValue<string>("role"));
        Assert.NotEmpty(jwt.Id);
        Assert.Equal(identity.Clock.GetUtcNow().UtcDateTime, jwt.IssuedAt);
        Assert.Equal(identity.Clock.GetUtcNow().UtcDateTime + token.Lifetime, jwt.ValidTo);
        Assert.InRange(token.Lifetime, TimeSpan.FromMinutes(15), TimeSpan.FromHours(1));
    }

    [Fact]
    public void Rsa_keys_of_other_stores_are_published_too()
    {
        using var rsa = RSA.Create(2048);
        var key = PublicJsonWebKey.From(new SigningKey
        {
            KeyId = "from-keycloak",
            Realm = "one",
            Algorithm = SecurityAlgorithms.RsaSha256,
            PublicKey = rsa.ExportSubjectPublicKeyInfo(),
            CreatedAt = DateTimeOffset.UnixEpoch,
        });
        var data = Encoding.UTF8.GetBytes("data");
        using var imported = RSA.Create(new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(key.N), Exponent = Base64UrlEncoder.DecodeBytes(key.E) });
        Assert.True(imported.VerifyData(data, rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }
}
