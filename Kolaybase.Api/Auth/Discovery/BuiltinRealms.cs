using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Caching;
using Kolaybase.Api.Http.RateLimits;
using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Api.Auth;

/// <summary>Published keys of realms, read at most every half minute. Who asks for realms that are not there is limited as who guesses API keys is.</summary>
internal sealed class BuiltinRealms : IDisposable
{
    private const int Capacity = 10_000;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_unknownLifetime = TimeSpan.FromSeconds(5);

    private readonly SigningKeys _keys;
    private readonly UnknownKeyLimit _unknown;
    private readonly ShortCache<IReadOnlyList<RealmKeyAnswer>> _cache;

    public BuiltinRealms(SigningKeys keys, UnknownKeyLimit unknown, TimeProvider clock)
    {
        (_keys, _unknown) = (keys, unknown);
        _cache = new(Capacity, clock, ReadAsync, static keys => keys.Count == 0 ? s_unknownLifetime : s_lifetime);
    }

    /// <summary>The realm's keys.</summary>
    /// <exception cref="ApiException">404: there is no such realm here; 429: too many of them were asked for.</exception>
    public async ValueTask<IReadOnlyList<RealmKeyAnswer>> FindAsync(string realm, HttpContext context, CancellationToken cancellationToken)
    {
        // No other name is a realm's, and none that long is worth remembering.
        if (realm == Realms.Platform || (realm.Length == Realms.OfProject(Guid.Empty).Length && realm.StartsWith("project-", StringComparison.Ordinal)))
        {
            if (_cache.Peek(realm) is not { } keys)
            {
                _unknown.Check(context);
                keys = await _cache.GetAsync(realm, cancellationToken);
            }

            if (keys.Count > 0)
            {
                return keys;
            }
        }

        _unknown.Count(context);
        throw new ApiException(StatusCodes.Status404NotFound, ErrorCodes.NotFound, "There is no such realm here.", hint: "The issuer of a project's tokens is in GET /api/projects/{id}/connect.");
    }

    public void Dispose() => _cache.Dispose();

    private async Task<IReadOnlyList<RealmKeyAnswer>> ReadAsync(string realm) =>
    [
        .. (await _keys.PublicKeysAsync(realm, CancellationToken.None)).Select(k => new RealmKeyAnswer(k.Kty, k.Use, k.Alg, k.Kid, k.Crv, k.X, k.Y, k.N, k.E)),
    ];
}
