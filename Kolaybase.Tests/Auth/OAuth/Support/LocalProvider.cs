using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kolaybase.ControlPlane.Identity.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.Tests.Auth.OAuth.Support;

/// <summary>
/// Stands in for Google and GitHub on loopback: real codes that work once, PKCE and client secret checked, id tokens that are really
/// signed. Signs in whoever the app says, without a page.
/// </summary>
public sealed class LocalProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ProviderApp> _apps = new();
    private readonly ConcurrentDictionary<string, Grant> _codes = new();
    private readonly ConcurrentDictionary<string, ProviderApp> _tokens = new();

    private LocalProvider(WebApplication app) => _app = app;

    public string BaseUrl { get; private set; } = "";

    /// <summary>The key that signs; another one is published as soon as it is set.</summary>
    public RsaSecurityKey Key { get; set; } = NewKey();

    /// <summary>Times that the keys were read.</summary>
    public int KeyReads { get; private set; }

    public string Issuer => BaseUrl + "/google";

    public GoogleOptions Google => new() { Issuer = Issuer, AuthorizeUrl = BaseUrl + "/google/authorize", TokenUrl = BaseUrl + "/google/token", KeysUrl = BaseUrl + "/google/keys" };

    public GitHubOptions GitHub => new() { AuthorizeUrl = BaseUrl + "/github/authorize", TokenUrl = BaseUrl + "/github/token", ApiUrl = BaseUrl + "/github" };

    /// <summary>Configuration that puts it in the place of both.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Kolaybase:OAuth:Google:Issuer"] = Google.Issuer,
        ["Kolaybase:OAuth:Google:AuthorizeUrl"] = Google.AuthorizeUrl,
        ["Kolaybase:OAuth:Google:TokenUrl"] = Google.TokenUrl,
        ["Kolaybase:OAuth:Google:KeysUrl"] = Google.KeysUrl,
        ["Kolaybase:OAuth:GitHub:AuthorizeUrl"] = GitHub.AuthorizeUrl,
        ["Kolaybase:OAuth:GitHub:TokenUrl"] = GitHub.TokenUrl,
        ["Kolaybase:OAuth:GitHub:ApiUrl"] = GitHub.ApiUrl,
    };

    public static async Task<LocalProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var provider = new LocalProvider(app);
        app.MapGet("/{who}/authorize", provider.Authorize);
        app.MapPost("/{who}/token", provider.TokenAsync);
        app.MapGet("/google/keys", provider.Keys);
        app.MapGet("/github/user", context => provider.UserAsync(context, a => new JsonObject { ["id"] = long.Parse(a.Subject, System.Globalization.CultureInfo.InvariantCulture), ["login"] = "ada", ["name"] = $"{a.FirstName} {a.LastName}" }));
        app.MapGet("/github/user/emails", context => provider.UserAsync(context, a => new JsonArray(
            new JsonObject { ["email"] = "other-" + a.Email, ["primary"] = false, ["verified"] = true },
            new JsonObject { ["email"] = a.Email, ["primary"] = true, ["verified"] = a.EmailVerified })));
        await app.StartAsync(TestContext.Current.CancellationToken);
        provider.BaseUrl = app.Urls.Single();
        return provider;
    }

    public static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = $"kid-{Guid.CreateVersion7():N}" };

    public ProviderApp Register(ProviderApp? app = null)
    {
        app ??= new ProviderApp();
        _apps[app.Id] = app;
        return app;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Authorize(string who, HttpContext context)
    {
        var query = context.Request.Query;
        if (!_apps.TryGetValue(query["client_id"].ToString(), out var app) || query["response_type"] != "code" || query["code_challenge_method"] != "S256" || query["code_challenge"].ToString().Length != 43)
        {
            return Results.BadRequest();
        }

        app.Asked = query;
        var back = app.SendsBack;
        if (back is null)
        {
            var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
            _codes[code] = new Grant(app, who, query["redirect_uri"].ToString(), query["code_challenge"].ToString(), query["nonce"].ToString());
            back = "code=" + code;
        }

        return Results.Redirect($"{query["redirect_uri"]}?{back}&state={Uri.EscapeDataString(query["state"].ToString())}");
    }

    private async Task TokenAsync(string who, HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var app = _apps.GetValueOrDefault(form["client_id"].ToString());
        if (app is not null)
        {
            app.Trades++;
        }

        if (app?.Token is { } own)
        {
            await own(context);
            return;
        }

        var right = _codes.TryRemove(form["code"].ToString(), out var grant) && grant.App == app && grant.Who == who && form["client_secret"] == app!.Secret
            && form["grant_type"] == "authorization_code" && form["redirect_uri"] == grant.RedirectUri
            && Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) == grant.Challenge;
        if (!right)
        {
            context.Response.StatusCode = who == "github" ? 200 : 400;
            await context.Response.WriteAsJsonAsync(new { error = who == "github" ? "bad_verification_code" : "invalid_grant" });
            return;
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        _tokens[token] = app!;
        await context.Response.WriteAsJsonAsync(who == "github"
            ? new { access_token = token, token_type = "bearer", scope = "read:user,user:email" }
            : (object)new { access_token = token, token_type = "Bearer", expires_in = 3600, id_token = IdToken(app!, grant!.Nonce) });
    }

    private string IdToken(ProviderApp app, string nonce)
    {
        var now = TimeProvider.System.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["aud"] = app.Id,
            ["sub"] = app.Subject,
            ["nonce"] = nonce,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
            ["email"] = app.Email,
            ["email_verified"] = app.EmailVerified,
        };
        foreach (var (name, value) in new[] { ("given_name", app.FirstName), ("family_name", app.LastName) })
        {
            if (value is not null)
            {
                claims[name] = value;
            }
        }

        app.Claims?.Invoke(claims);
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor { Claims = claims, SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.RsaSha256) });
        return app.Forges?.Invoke(token) ?? token;
    }

    private IResult Keys()
    {
        KeyReads++;
        var key = Key.Rsa.ExportParameters(includePrivateParameters: false);
        return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = Key.KeyId, n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) } } });
    }

    private Task UserAsync(HttpContext context, Func<ProviderApp, JsonNode> answer)
    {
        var token = context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
        if (_tokens.TryGetValue(token, out var app) && context.Request.Headers.UserAgent.Count == 1)
        {
            return context.Response.WriteAsJsonAsync(answer(app));
        }

        context.Response.StatusCode = 401;
        return Task.CompletedTask;
    }

    private sealed record Grant(ProviderApp App, string Who, string RedirectUri, string Challenge, string Nonce);
}
