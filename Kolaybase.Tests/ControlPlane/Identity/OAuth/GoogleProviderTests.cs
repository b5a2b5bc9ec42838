using System.Text;
using Kolaybase.ControlPlane.Identity.OAuth;
using Kolaybase.Tests.Auth.OAuth.Support;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.Tests.ControlPlane.Identity.OAuth;

/// <summary>Which id tokens are believed.</summary>
public sealed class GoogleProviderTests : IAsyncLifetime
{
    private readonly ProviderApp _app = new();
    private readonly MovedClock _clock = new();
    private LocalProvider _google = null!;
    private OAuthHttp _http = null!;
    private GoogleProvider _provider = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _google = await LocalProvider.StartAsync();
        _google.Register(_app);
        _http = new OAuthHttp(TimeSpan.FromSeconds(10), TimeProvider.System);
        _provider = new GoogleProvider(_google.Google, _http, _clock);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _google.DisposeAsync();
    }

    public static TheoryData<string, Action<Dictionary<string, object>>> WrongClaims => new()
    {
        { "another audience", c => c["aud"] = "app-of-somebody-else" },
        { "our audience and another", c => c["aud"] = new[] { (string)c["aud"], "app-of-somebody-else" } },
        { "no audience", c => c.Remove("aud") },
        { "another issuer", c => c["iss"] = "https://accounts.evil.example" },
        { "an issuer that begins like it", c => c["iss"] = c["iss"] + ".evil.example" },
        { "no issuer", c => c.Remove("iss") },
        { "another nonce", c => c["nonce"] = "of-another-sign-in" },
        { "no nonce", c => c.Remove("nonce") },
        { "a nonce that is no text", c => c["nonce"] = 1 },
        { "over", c => c["exp"] = TimeProvider.System.GetUtcNow().AddMinutes(-2).ToUnixTimeSeconds() },
        { "no expiry", c => c.Remove("exp") },
        { "not yet valid", c => c["nbf"] = TimeProvider.System.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds() },
        { "no subject", c => c.Remove("sub") },
        { "an empty subject", c => c["sub"] = "" },
        { "a long subject", c => c["sub"] = new string('1', 256) },
        { "a subject with a line break", c => c["sub"] = "1\n2" },
    };

    public static TheoryData<string, Func<string, string>> Forgeries => new()
    {
        { "none", t => $"{Part("""{"alg":"none","typ":"JWT"}""")}.{t.Split('.')[1]}." },
        { "none with a key id", t => $"{Part($$"""{"alg":"none","kid":"{{new JsonWebToken(t).Kid}}"}""")}.{t.Split('.')[1]}." },
        { "HS256 with the key id", t => Hmac(t) },
        { "another key under its id", t => Resign(t, new JsonWebToken(t).Kid) },
        { "an unknown key", t => Resign(t, "kid-unknown") },
        { "changed", t => string.Join('.', t.Split('.')[0], Part(Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(t.Split('.')[1])).Replace("\"sub\":\"", "\"sub\":\"9", StringComparison.Ordinal)), t.Split('.')[2]) },
        { "unsigned", t => string.Join('.', t.Split('.')[0], t.Split('.')[1], "") },
        { "no token", _ => "nonsense" },
        { "very long", t => t + new string('A', 20_000) },
    };

    [Fact]
    public async Task A_right_token_says_who_it_is()
    {
        var account = await IdentifyAsync();
        Assert.Equal((_app.Subject, _app.Email, "Ada", "Lovelace"), (account.Subject, account.VerifiedEmail?.Typed, account.FirstName, account.LastName));
    }

    [Fact]
    public async Task The_issuer_may_come_without_its_scheme()
    {
        _app.Claims = c => c["iss"] = _google.Issuer["http://".Length..];
        Assert.Equal(_app.Subject, (await IdentifyAsync()).Subject);
    }

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public async Task A_token_with_wrong_claims_is_refused(string what, Action<Dictionary<string, object>> change)
    {
        _app.Claims = change;
        await RefusedAsync(what);
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_token_is_refused(string what, Func<string, string> forge)
    {
        _app.Forges = forge;
        await RefusedAsync(what);
    }

    [Theory]
    [InlineData(false)]
    [InlineData("false")]
    [InlineData("yes")]
    [InlineData(1)]
    [InlineData(null)]
    public async Task An_address_is_vouched_for_by_nothing_but_true(object? verified)
    {
        _app.Claims = c =>
        {
            c.Remove("email_verified");
            if (verified is not null)
            {
                c["email_verified"] = verified;
            }
        };
        Assert.Null((await IdentifyAsync()).VerifiedEmail);
    }

    [Theory]
    [InlineData("no address")]
    [InlineData("a@example.com\r\nBcc: b@example.com")]
    [InlineData("\"a b\"@example.com")]
    public async Task An_address_that_we_could_not_keep_is_none(string email)
    {
        _app.Email = email;
        Assert.Null((await IdentifyAsync()).VerifiedEmail);
    }

    [Fact]
    public async Task Names_that_are_no_names_are_left_out()
    {
        (_app.FirstName, _app.LastName) = ("two\nlines", new string('x', 101));
        var account = await IdentifyAsync();
        Assert.Equal((null, null), (account.FirstName, account.LastName));
    }

    [Fact]
    public async Task Keys_are_read_once_and_again_when_an_unknown_one_signs_but_not_for_everybody_who_makes_one_up()
    {
        await IdentifyAsync();
        await IdentifyAsync();
        Assert.Equal(1, _google.KeyReads);

        _google.Key = LocalProvider.NewKey();
        await RefusedAsync("a key of the last minute");
        Assert.Equal(1, _google.KeyReads);
        _clock.Ahead = TimeSpan.FromSeconds(61);
        await IdentifyAsync();
        Assert.Equal(2, _google.KeyReads);
        _app.Forges = t => Resign(t, "kid-unknown");
        await RefusedAsync("an unknown key");
        await RefusedAsync("an unknown key");
        Assert.Equal(2, _google.KeyReads);
    }

    private async Task RefusedAsync(string what)
    {
        var refusal = await Assert.ThrowsAsync<OAuthException>(IdentifyAsync);
        Assert.True(refusal.Error == OAuthErrors.ProviderRefused, what);
        Assert.DoesNotContain("eyJ", refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_app.Email, refusal.ToString(), StringComparison.Ordinal);
    }

    private async Task<ProviderAccount> IdentifyAsync()
    {
        var client = new OAuthClient(_app.Id, _app.Secret, "https://example.com/callback");
        var flow = new OAuthFlow("https://app.example.com/", Base64UrlEncoder.Encode(Guid.CreateVersion7().ToByteArray()).PadRight(43, 'x'));
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var back = await browser.GetAsync(_provider.AuthorizeUrl(client, "state", flow), Cancel);
        var code = System.Web.HttpUtility.ParseQueryString(back.Headers.Location!.Query)["code"]!;
        return await _provider.IdentifyAsync(client, code, flow, Cancel);
    }

    private static string Part(string json) => Base64UrlEncoder.Encode(json);

    private static string Resign(string token, string keyId)
    {
        var key = LocalProvider.NewKey();
        key.KeyId = keyId;
        return new JsonWebTokenHandler().CreateToken(Payload(token), new SigningCredentials(key, SecurityAlgorithms.RsaSha256));
    }

    private static string Hmac(string token) => new JsonWebTokenHandler().CreateToken(
        Payload(token), new SigningCredentials(new SymmetricSecurityKey(new byte[32]) { KeyId = new JsonWebToken(token).Kid }, SecurityAlgorithms.HmacSha256));

    private static string Payload(string token) => Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(token.Split('.')[1]));

    /// <summary>The real clock, set ahead.</summary>
    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
    }
}
