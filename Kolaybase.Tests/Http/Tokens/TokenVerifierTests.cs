using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kolaybase.Api.Http.Tokens;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.Tests.Http.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.Tests.Http.Tokens;

/// <summary>The verifier of a running API against a registry: every way to forge a token that is known to have worked somewhere.</summary>
public sealed class TokenVerifierTests : IAsyncLifetime
{
    private const string Realm = "project-under-test";
    private TestRegistry _registry = null!;
    private TestApi _api = null!;
    private RealmSigner _signer = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.CreateAsync();
        _signer = await _registry.AddSignerAsync(Realm);
        _api = await _registry.StartApiAsync(_ => { });
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _registry.DisposeAsync();
    }

    [Fact]
    public async Task A_token_of_the_realm_verifies() => Assert.Null(await FaultAsync(_signer.Sign(Guid.CreateVersion7())));

    [Fact]
    public async Task An_RSA_key_verifies_too()
    {
        var rsa = await _registry.AddSignerAsync(Realm, SecurityAlgorithms.RsaSha256);
        Assert.Null(await FaultAsync(rsa.Sign(Guid.CreateVersion7())));
    }

    [Fact]
    public async Task A_key_that_is_stored_later_is_found_without_a_restart()
    {
        Assert.Null(await FaultAsync(_signer.Sign(Guid.CreateVersion7())));
        var later = await _registry.AddSignerAsync(Realm);
        await Kolaybase.Tests.Support.Eventually.TrueAsync(
            async () => await FaultAsync(later.Sign(Guid.CreateVersion7())) is null, "the new key verifies", TestContext.Current.CancellationToken, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("a.b")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.e30.AAAA")] // no kid
    [InlineData("....")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9..")]
    public async Task What_is_no_token_is_malformed(string token) => Assert.Equal(TokenFault.Malformed, await FaultAsync(token));

    [Fact]
    public async Task A_token_over_the_limit_is_malformed() =>
        Assert.Equal(TokenFault.Malformed, await FaultAsync(_signer.Sign(Guid.CreateVersion7(), claims: new Dictionary<string, object> { ["x"] = new string('a', 20_000) })));

    [Fact]
    public async Task Algorithm_none_is_refused()
    {
        var parts = _signer.Sign(Guid.CreateVersion7()).Split('.');
        Assert.NotNull(await FaultAsync($"{Header("none")}.{parts[1]}."));
        Assert.NotNull(await FaultAsync($"{Header("none")}.{parts[1]}.{parts[2]}"));
    }

    [Fact]
    public async Task A_MAC_under_the_public_key_is_refused()
    {
        var input = $"{Header("HS256")}.{_signer.Sign(Guid.CreateVersion7()).Split('.')[1]}";
        var mac = HMACSHA256.HashData(_signer.PublicKey, Encoding.ASCII.GetBytes(input));
        Assert.Equal(TokenFault.Signature, await FaultAsync($"{input}.{Base64UrlEncoder.Encode(mac)}"));
    }

    [Fact]
    public async Task Another_algorithm_than_the_keys_own_is_refused()
    {
        var parts = _signer.Sign(Guid.CreateVersion7()).Split('.');
        Assert.Equal(TokenFault.Signature, await FaultAsync($"{Header("RS256")}.{parts[1]}.{parts[2]}"));
    }

    [Fact]
    public async Task A_key_inside_the_token_is_not_used()
    {
        var forger = RealmSigner.Create(Realm);
        Assert.Equal(TokenFault.Signature, await FaultAsync(forger.Sign(Guid.CreateVersion7())));
    }

    [Fact]
    public async Task An_altered_token_is_refused()
    {
        var parts = _signer.Sign(Guid.CreateVersion7()).Split('.');
        var payload = JsonSerializer.Deserialize<Dictionary<string, object>>(Base64UrlEncoder.Decode(parts[1]))!;
        payload["sub"] = Guid.CreateVersion7().ToString();
        Assert.Equal(TokenFault.Signature, await FaultAsync($"{parts[0]}.{Base64UrlEncoder.Encode(JsonSerializer.Serialize(payload))}.{parts[2]}"));
        Assert.NotNull(await FaultAsync($"{parts[0]}.{parts[1]}.{new string('A', 86)}"));
    }

    [Fact]
    public async Task Another_issuer_audience_or_time_is_refused()
    {
        var subject = Guid.CreateVersion7();
        Assert.Equal(TokenFault.Claims, await FaultAsync(_signer.Sign(subject, issuer: "https://elsewhere.example")));
        Assert.Equal(TokenFault.Claims, await FaultAsync(_signer.Sign(subject, withExpiry: false)));
        Assert.Equal(TokenFault.Claims, await FaultAsync(_signer.Sign(subject, notBeforeIn: TimeSpan.FromMinutes(1))));
        Assert.Equal(TokenFault.Expired, await FaultAsync(_signer.Sign(subject, expiresIn: TimeSpan.FromSeconds(-10))));
        Assert.Equal(TokenFault.Claims, await FaultAsync(_signer.Sign(subject, audience: "other"), audience: "kolaybase"));
        // An ID token or a service account's: signed by the same keys for another use.
        Assert.Equal(TokenFault.Claims, await FaultAsync(_signer.Sign(subject, audience: "realm-management")));
        Assert.Null(await FaultAsync(_signer.Sign(subject, audience: "kolaybase"), audience: "kolaybase"));
    }

    [Fact]
    public async Task A_token_of_another_realm_is_refused()
    {
        var other = await _registry.AddSignerAsync("another-realm");
        Assert.Equal(TokenFault.Signature, await FaultAsync(other.Sign(Guid.CreateVersion7(), issuer: Realms.Issuer("http://localhost:4000", Realm))));
    }

    private string Header(string algorithm) => Base64UrlEncoder.Encode($$"""{"alg":"{{algorithm}}","typ":"JWT","kid":"{{_signer.KeyId}}"}""");

    private async Task<TokenFault?> FaultAsync(string token, string audience = Realms.ProjectAudience)
    {
        var result = await _api.Services.GetRequiredService<TokenVerifier>().VerifyAsync(token, Realm, audience, TestContext.Current.CancellationToken);
        Assert.True(result.Fault is null == result.Token is not null);
        return result.Fault;
    }
}
