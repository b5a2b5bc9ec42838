using Kolaybase.Api.Http.Caching;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Auth;

/// <summary>Settings of projects, read at most every three seconds: a change holds on every replica within that.</summary>
internal sealed class AuthSettingsCache : IDisposable
{
    private const int Capacity = 10_000;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(3);

    private readonly IDbContextFactory<RegistryContext> _contexts;
    private readonly TimeProvider _clock;
    private readonly ShortCache<AuthSettings> _cache;

    public AuthSettingsCache(IDbContextFactory<RegistryContext> contexts, TimeProvider clock)
    {
        (_contexts, _clock) = (contexts, clock);
        _cache = new(Capacity, clock, ReadAsync, static _ => s_lifetime);
    }

    /// <summary>The project's settings.</summary>
    public ValueTask<AuthSettings> OfAsync(ProjectRef project, CancellationToken cancellationToken) => _cache.GetAsync(project.Id.ToString("N"), cancellationToken);

    public void Dispose() => _cache.Dispose();

    private async Task<AuthSettings> ReadAsync(string key)
    {
        await using var context = await _contexts.CreateDbContextAsync();
        return await new AuthSettingsStore(context, _clock).ReadAsync(Guid.ParseExact(key, "N"), CancellationToken.None);
    }
}
