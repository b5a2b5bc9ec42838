using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Kolaybase.ControlPlane.Identity.Keycloak;

/// <summary>
/// Calls to one Keycloak. Nothing is ever sent twice by itself: a realm would be made twice, a wrong password counted
/// twice. Down, slow, or an answer of 5xx is <see cref="IdentityUnavailableException"/>.
/// </summary>
internal sealed class KeycloakServer(string name, IdentityServerOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>How long a call may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>How long making or deleting a realm may take: it grows by about 2 ms for every realm that the server has.</summary>
    public static readonly TimeSpan RealmTimeout = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // One slow Keycloak must not hold a thousand requests.
        MaxConnectionsPerServer = 64,
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    /// <summary>Its name in the configuration.</summary>
    public string Name => name;

    public IdentityServerOptions Options => options;

    /// <summary>The <c>iss</c> of a realm's tokens.</summary>
    public string Issuer(string realm) => $"{options.PublicUrl}/realms/{realm}";

    /// <summary>A call of the admin API; <paramref name="path"/> begins after <c>/admin/realms</c>.</summary>
    public Task<KeycloakAnswer> AdminAsync(HttpMethod method, string path, string token, object? body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, $"{options.Url}/admin/realms{path}")
        {
            Content = body is null ? null : JsonContent.Create(body, body.GetType(), mediaType: null, JsonSerializerOptions.Web),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return SendAsync(request, timeout, cancellationToken);
    }

    /// <summary>A request to a realm's token endpoint (RFC 6749, 3.2).</summary>
    public Task<KeycloakAnswer> TokenAsync(string realm, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken) => SendAsync(
        new HttpRequestMessage(HttpMethod.Post, $"{options.Url}/realms/{Uri.EscapeDataString(realm)}/protocol/openid-connect/token") { Content = new FormUrlEncodedContent(form) },
        Timeout,
        cancellationToken);

    /// <summary>The realm's published keys (RFC 7517, 5); 404 when there is no such realm.</summary>
    public Task<KeycloakAnswer> KeySetAsync(string realm, CancellationToken cancellationToken) => SendAsync(
        new HttpRequestMessage(HttpMethod.Get, $"{options.Url}/realms/{Uri.EscapeDataString(realm)}/protocol/openid-connect/certs"), Timeout, cancellationToken);

    /// <summary>For an answer that nothing the caller did explains.</summary>
    public IdentityUnavailableException Unexpected(string what, KeycloakAnswer answer) =>
        new($"The identity server \"{name}\" answered {answer.Error} to {what}.");

    public void Dispose() => _http.Dispose();

    private async Task<KeycloakAnswer> SendAsync(HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        using (request)
        {
            try
            {
                using var response = await _http.SendAsync(request, either.Token);
                if ((int)response.StatusCode is >= 500 or 429)
                {
                    throw new IdentityUnavailableException($"The identity server \"{name}\" answered {(int)response.StatusCode}.");
                }

                var bytes = await response.Content.ReadAsByteArrayAsync(either.Token);
                return new KeycloakAnswer(response.StatusCode, IsJson(response.Content) && bytes.Length > 0 ? JsonElement.Parse(bytes) : default, response.Headers.Location);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
            {
                throw new IdentityUnavailableException($"The identity server \"{name}\" can't be reached: {exception.Message}", exception);
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IdentityUnavailableException($"The identity server \"{name}\" did not answer within {timeout.TotalSeconds:0} seconds.", exception);
            }
        }
    }

    private static bool IsJson(HttpContent content) => content.Headers.ContentType?.MediaType is "application/json";
}
