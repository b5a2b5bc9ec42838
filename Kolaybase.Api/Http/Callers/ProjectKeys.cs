using Kolaybase.Api.Http.Caching;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Http.Callers;

/// <summary>
/// Finds the project of an API key. A look-up is used for three seconds, so that rotation, narrowed
/// origins and a new status hold on every replica within the contract's five.
/// </summary>
/// <remarks>The cache is keyed by the key's HMAC: no key in clear lies in memory for longer than its request.</remarks>
internal sealed class ProjectKeys : IDisposable
{
    /// <summary>Keys that are remembered at once, known and unknown together; what is pushed out is looked up again.</summary>
    internal const int Capacity = 20_000;

    private const int MaxKeyLength = 200;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_unknownLifetime = TimeSpan.FromSeconds(1);

    /// <summary>While a project is being made, its status is news every moment.</summary>
    private static readonly TimeSpan s_pendingLifetime = TimeSpan.FromMilliseconds(200);

    private readonly IDbContextFactory<RegistryContext> _contexts;
    private readonly SecretHasher _hasher;
    private readonly ShortCache<ProjectKeyMatch> _cache;

    public ProjectKeys(IDbContextFactory<RegistryContext> contexts, SecretHasher hasher, TimeProvider clock)
    {
        _contexts = contexts;
        _hasher = hasher;
        _cache = new(Capacity, clock, FindAsync, Lifetime);
    }

    /// <summary>What <paramref name="key"/> opens; <see cref="ProjectKeyMatch.Nothing"/> when nobody has it.</summary>
    /// <param name="key">The key as it came.</param>
    /// <param name="mayLookUp">Throws when this client may not ask the database now; called only when the answer is not at hand.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public ValueTask<ProjectKeyMatch> FindAsync(string key, Action mayLookUp, CancellationToken cancellationToken)
    {
        if (key.Length > MaxKeyLength || !key.StartsWith("kb_", StringComparison.Ordinal))
        {
            return new(ProjectKeyMatch.Nothing);
        }

        var candidates = string.Join(' ', _hasher.Candidates(key, SecretPurposes.ProjectKey));
        if (_cache.Peek(candidates) is { } known)
        {
            return new(known);
        }

        mayLookUp();
        return _cache.GetAsync(candidates, cancellationToken);
    }

    public void Dispose() => _cache.Dispose();

    private static TimeSpan Lifetime(ProjectKeyMatch match) => match.Project switch
    {
        null => s_unknownLifetime,
        { Status: ProjectStatus.Provisioning } => s_pendingLifetime,
        _ => s_lifetime,
    };

    private async Task<ProjectKeyMatch> FindAsync(string candidates)
    {
        var hashes = candidates.Split(' ');
        await using var context = await _contexts.CreateDbContextAsync();
        var row = await (
            from key in context.ProjectKeys.AsNoTracking()
            where hashes.Contains(key.Hash) && key.RevokedAt == null
            join project in context.Projects.AsNoTracking() on key.ProjectId equals project.Id
            select new { key.Kind, Project = project }).FirstOrDefaultAsync();
        return row is null ? ProjectKeyMatch.Nothing : new(ProjectRef.From(row.Project), row.Kind);
    }
}
