using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Kolaybase.ControlPlane.Identity.OAuth;

/// <summary>A provider's published keys, kept for an hour; an unknown key id has them read again, once a minute at most.</summary>
internal sealed class ProviderKeys(string url, OAuthHttp http, TimeProvider clock)
{
    private const int MaxKeys = 50;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);

    private volatile Keys _keys = new([], DateTimeOffset.MinValue);

    /// <summary>The key of that id, or null.</summary>
    /// <exception cref="OAuthException">The keys can't be read.</exception>
    public async ValueTask<SecurityKey?> FindAsync(string? keyId, CancellationToken cancellationToken)
    {
        var (keys, now) = (_keys, clock.GetUtcNow());
        var age = now - keys.ReadAt;
        if (age >= s_lifetime || (age >= s_pause && Find(keys, keyId) is null))
        {
            // Two at once may both read; the answers are the same.
            _keys = keys = new Keys(await ReadAsync(cancellationToken), now);
        }

        return Find(keys, keyId);
    }

    private static JsonWebKey? Find(Keys keys, string? keyId) => Array.Find(keys.All, k => k.KeyId == keyId);

    private async Task<JsonWebKey[]> ReadAsync(CancellationToken cancellationToken)
    {
        var (status, body) = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, url), "The provider's keys", cancellationToken);
        if (status >= 400 || body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw OAuthException.Unavailable($"The provider's keys: status {status}, no key set.");
        }

        return [.. list.EnumerateArray().Take(MaxKeys).Where(IsSigningKey).Select(k => new JsonWebKey { Kty = "RSA", Kid = k.Text("kid"), N = k.Text("n"), E = k.Text("e") })];
    }

    // Only RSA, and only its public half, whatever else a key says of itself.
    private static bool IsSigningKey(JsonElement key) =>
        key.Text("kty") == "RSA" && key.Text("use") is null or "sig" && key.Text("kid") is { Length: > 0 } && key.Text("n") is { Length: > 0 } && key.Text("e") is { Length: > 0 };

    private sealed record Keys(JsonWebKey[] All, DateTimeOffset ReadAt);
}
