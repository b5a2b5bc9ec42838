using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>GitHub, by OAuth 2.0: who signed in say <c>/user</c> and <c>/user/emails</c> of its REST API; the access token is used for these two and thrown away.</summary>
internal sealed class GitHubProvider(GitHubOptions options, OAuthHttp http) : IOAuthProvider
{
    private const int MaxTokenLength = 1000;

    /// <inheritdoc />
    public Uri AuthorizeUrl(OAuthClient client, string state, OAuthFlow flow) => OAuthUrl.With(
        options.AuthorizeUrl,
        ("response_type", "code"),
        ("client_id", client.Id),
        ("redirect_uri", client.RedirectUri),
        ("scope", "read:user user:email"),
        ("state", state),
        ("code_challenge", flow.Challenge),
        ("code_challenge_method", "S256"));

    /// <inheritdoc />
    public async Task<ProviderAccount> IdentifyAsync(OAuthClient client, string code, OAuthFlow flow, CancellationToken cancellationToken)
    {
        var token = await TokenAsync(client, code, flow, cancellationToken);
        var user = await ReadAsync("/user", JsonValueKind.Object, token, cancellationToken);
        var emails = await ReadAsync("/user/emails", JsonValueKind.Array, token, cancellationToken);
        // Its number: names there can be given up and taken by another.
        if (!user.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.Number || !id.TryGetInt64(out var number) || number <= 0)
        {
            throw OAuthException.Untrusted("GitHub's /user has no id.");
        }

        var (firstName, lastName) = Split(user.Text("name"));
        return new ProviderAccount(number.ToString(CultureInfo.InvariantCulture), Primary(emails), firstName, lastName);
    }

    private async Task<string> TokenAsync(OAuthClient client, string code, OAuthFlow flow, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, options.TokenUrl) { Content = CodeGrant.Form(client, code, flow) };
        request.Headers.Accept.ParseAdd("application/json");
        var (status, body) = await http.SendAsync(request, "GitHub's token endpoint", cancellationToken);
        // Its refusals have status 200.
        if (status >= 400 || body.Text("error") is not null)
        {
            throw OAuthException.Refused($"GitHub's token endpoint: {status} {body.Error()}.");
        }

        return body.Text("access_token") is { Length: > 0 and <= MaxTokenLength } token && token.All(c => c is > ' ' and <= '~')
            ? token
            : throw OAuthException.Untrusted("GitHub's token endpoint gave no access token.");
    }

    private async Task<JsonElement> ReadAsync(string path, JsonValueKind kind, string token, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, options.ApiUrl + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        var (status, body) = await http.SendAsync(request, "GitHub's " + path, cancellationToken);
        return status >= 400 ? throw OAuthException.Refused($"GitHub's {path}: {status}.")
            : body.ValueKind == kind ? body
            : throw OAuthException.Untrusted($"GitHub's {path} is not what it should be.");
    }

    private static EmailAddress? Primary(JsonElement emails) => emails.EnumerateArray()
        .Where(e => e.ValueKind == JsonValueKind.Object && IsTrue(e, "primary") && IsTrue(e, "verified"))
        .Select(e => EmailAddress.TryParse(e.Text("email"), out var address) ? address : null)
        .FirstOrDefault();

    private static bool IsTrue(JsonElement email, string name) => email.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static (string? First, string? Last) Split(string? name)
    {
        var trimmed = DisplayName.Optional(name);
        var space = trimmed?.LastIndexOf(' ') ?? -1;
        return space < 0 ? (OAuthJson.Name(trimmed), null) : (OAuthJson.Name(trimmed![..space]), OAuthJson.Name(trimmed[(space + 1)..]));
    }
}
