using Kolaybase.Api.Http;
using Kolaybase.Api.Http.Caching;
using Kolaybase.Api.Http.RateLimits;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Auth;

/// <summary>
/// Published keys of realms of the built-in store, read at most every half minute. A realm at an identity server has a key of ours as well, which
/// signs what we tell that server; its users' tokens verify by the server's keys alone, so it is none of these. Who asks for realms that are not
/// here is limited as who guesses API keys is.
/// </summary>
internal sealed class BuiltinRealms : IDisposable
{
    private const int Capacity = 10_000;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_unknownLifetime = TimeSpan.FromSeconds(5);

    private readonly SigningKeys _keys;
    private readonly IDbContextFactory<RegistryContext> _contexts;
    private readonly IdentityServers _servers;
    private readonly UnknownKeyLimit _unknown;
    private readonly ShortCache<IReadOnlyList<RealmKeyAnswer>> _cache;

    public BuiltinRealms(SigningKeys keys, IDbContextFactory<RegistryContext> contexts, IdentityServers servers, UnknownKeyLimit unknown, TimeProvider clock)
    {
        (_keys, _contexts, _servers, _unknown) = (keys, contexts, servers, unknown);
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

    private async Task<IReadOnlyList<RealmKeyAnswer>> ReadAsync(string realm) => !await IsBuiltinAsync(realm) ? [] :
    [
        .. (await _keys.PublicKeysAsync(realm, CancellationToken.None)).Select(k => new RealmKeyAnswer(k.Kty, k.Use, k.Alg, k.Kid, k.Crv, k.X, k.Y, k.N, k.E)),
    ];

    private async Task<bool> IsBuiltinAsync(string realm)
    {
        if (realm == Realms.Platform)
        {
            return _servers.Options.Platform == IdentityStores.Builtin;
        }

        if (!Realms.TryGetProject(realm, out var id))
        {
            return false;
        }

        await using var db = await _contexts.CreateDbContextAsync(CancellationToken.None);
        return await db.Projects.AnyAsync(p => p.Id == id && p.IdentityServer == IdentityStores.Builtin, CancellationToken.None);
    }
}
