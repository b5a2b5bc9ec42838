using System.Text.Json;

namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>
/// Calls to providers: nothing is sent twice, redirects are not followed (a client secret must not travel on), a call takes
/// so long and an answer is so large at most. Down, slow, too large or no JSON is <see cref="OAuthException"/>.
/// </summary>
internal sealed class OAuthHttp(TimeSpan timeout, TimeProvider clock) : IDisposable
{
    /// <summary>Largest answer in bytes.</summary>
    public const int MaxAnswerBytes = 256 * 1024;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 32,
        // One slow provider must not hold a thousand requests.
        MaxConnectionsPerServer = 64,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    /// <summary>Sends a request, which it disposes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="what">What it is for, in the log.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Status and JSON; the JSON is <c>undefined</c> when the body of a refusal (4xx) has none.</returns>
    public async Task<(int Status, JsonElement Body)> SendAsync(HttpRequestMessage request, string what, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        using (request)
        {
            // GitHub refuses requests without one.
            request.Headers.UserAgent.ParseAdd("Kolaybase");
            try
            {
                using var response = await _http.SendAsync(request, either.Token);
                var status = (int)response.StatusCode;
                var bytes = await response.Content.ReadAsByteArrayAsync(either.Token);
                return status switch
                {
                    >= 200 and < 300 => (status, JsonElement.Parse(bytes)),
                    >= 400 and < 500 and not 429 => (status, TryParse(bytes)),
                    _ => throw OAuthException.Unavailable($"{what}: status {status}."),
                };
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
            {
                // The message of a parser quotes what it parsed.
                throw OAuthException.Unavailable(e is JsonException ? $"{what}: the answer is no JSON." : $"{what}: {e.Message}", e is JsonException ? null : e);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw OAuthException.Unavailable($"{what}: no answer within {timeout.TotalSeconds:0} s.");
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private static JsonElement TryParse(byte[] bytes)
    {
        try
        {
            return JsonElement.Parse(bytes);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
