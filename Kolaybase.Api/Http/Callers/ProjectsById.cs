using Kolaybase.Api.Http.Caching;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Http.Callers;

/// <summary>Finds a project by its id alone, for calls that need no key. A look-up is used for three seconds, as those of keys are.</summary>
internal sealed class ProjectsById : IDisposable
{
    /// <summary>Projects that are remembered at once, known and unknown together.</summary>
    internal const int Capacity = 20_000;

    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(3);

    private readonly IDbContextFactory<RegistryContext> _contexts;
    private readonly ShortCache<Found> _cache;

    public ProjectsById(IDbContextFactory<RegistryContext> contexts, TimeProvider clock)
    {
        _contexts = contexts;
        _cache = new(Capacity, clock, FindAsync, static _ => s_lifetime);
    }

    /// <summary>The project; null when there is none.</summary>
    /// <param name="id">The project.</param>
    /// <param name="mayLookUp">Throws when this client may not ask the database now; called only when the answer is not at hand.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<ProjectRef?> FindAsync(Guid id, Action mayLookUp, CancellationToken cancellationToken)
    {
        var key = id.ToString("N");
        if (_cache.Peek(key) is { } known)
        {
            return known.Project;
        }

        mayLookUp();
        return (await _cache.GetAsync(key, cancellationToken)).Project;
    }

    public void Dispose() => _cache.Dispose();

    private async Task<Found> FindAsync(string key)
    {
        var id = Guid.ParseExact(key, "N");
        await using var context = await _contexts.CreateDbContextAsync();
        return new(await context.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id) is { } row ? ProjectRef.From(row) : null);
    }

    private sealed record Found(ProjectRef? Project);
}
