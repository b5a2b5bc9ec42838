using Kolaybase.Api.Http.Caching;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Http.Callers;

/// <summary>
/// Knows which sessions of the platform are alive, so that a token of an ended one (logout, new password, a
/// refresh token used twice) stops working long before it expires. A look-up is used for three seconds.
/// </summary>
internal sealed class PlatformSessions : IDisposable
{
    /// <summary>Sessions that are remembered at once. Only verified tokens ask, so nobody can fill it with made-up ones.</summary>
    internal const int Capacity = 20_000;

    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(3);

    private readonly IDbContextFactory<RegistryContext> _contexts;
    private readonly ShortCache<State> _cache;

    public PlatformSessions(IDbContextFactory<RegistryContext> contexts, TimeProvider clock)
    {
        _contexts = contexts;
        _cache = new(Capacity, clock, FindAsync, static _ => s_lifetime);
    }

    /// <summary>Whether the session lives; one that was cleaned up has ended.</summary>
    public async ValueTask<bool> IsAliveAsync(Guid sessionId, CancellationToken cancellationToken) =>
        (await _cache.GetAsync(sessionId.ToString("N"), cancellationToken)).IsAlive;

    public void Dispose() => _cache.Dispose();

    private async Task<State> FindAsync(string key)
    {
        var id = Guid.ParseExact(key, "N");
        await using var context = await _contexts.CreateDbContextAsync();
        return new(await context.Sessions.AnyAsync(s => s.Id == id && s.Realm == Realms.Platform && s.EndedAt == null));
    }

    private sealed record State(bool IsAlive);
}
