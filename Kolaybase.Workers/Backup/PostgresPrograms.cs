using System.Globalization;
using System.Text.RegularExpressions;

namespace Kolaybase.Workers.Backup;

/// <summary>Finds <c>pg_dump</c>, <c>pg_restore</c> and <c>psql</c>: in the folder that <see cref="FolderKey"/> names, else on <c>PATH</c> and in the usual folders.</summary>
/// <param name="only">Value of <see cref="FolderKey"/>; null or empty where it is not set.</param>
internal sealed partial class PostgresPrograms(string? only)
{
    /// <summary>Key of the folder; nothing else is searched where it is set.</summary>
    public const string FolderKey = "Kolaybase:Backup:PostgresPrograms";

    private static readonly string[] Names = ["pg_dump", "pg_restore", "psql"];

    /// <summary>The parents of versioned folders.</summary>
    private static readonly (string Parent, string Pattern)[] Usual =
        [("/usr/lib/postgresql", "*"), ("/usr", "pgsql-*"), ("/opt/homebrew/opt", "postgresql@*"), (@"C:\Program Files\PostgreSQL", "*")];

    /// <summary>The oldest programs that are new enough: they know best what the server is.</summary>
    /// <param name="atLeast">Major version.</param>
    /// <param name="reason">Why it must be that one, to be said when there is none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BackupException">There is none.</exception>
    public async Task<PostgresProgramSet> FindAsync(int atLeast, string reason, CancellationToken cancellationToken)
    {
        var found = new List<PostgresProgramSet>();
        foreach (var folder in Folders().Distinct(StringComparer.Ordinal))
        {
            if (await TryAsync(folder, cancellationToken) is { } set)
            {
                found.Add(set);
            }
        }

        return found.Where(s => s.Major >= atLeast).MinBy(s => s.Major) ?? throw new BackupException(Refusal(atLeast, reason, found));
    }

    private static string Refusal(int atLeast, string reason, List<PostgresProgramSet> found)
    {
        var have = found.Count == 0
            ? "None were found."
            : $"Found: {string.Join(", ", found.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Major} in '{s.Folder}'")))}.";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"pg_dump, pg_restore and psql of PostgreSQL {atLeast} or newer are needed: {reason}. {have} Install the client programs (on Debian the package postgresql-client-{atLeast}) or name their folder in {FolderKey}.");
    }

    private IEnumerable<string> Folders()
    {
        if (only is { Length: > 0 })
        {
            return [only];
        }

        // Debian's /usr/bin holds a script that chooses a version by itself: the programs themselves come first.
        var usual = Usual.Where(u => Directory.Exists(u.Parent)).SelectMany(u => Directory.GetDirectories(u.Parent, u.Pattern)).Select(d => Path.Combine(d, "bin"));
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted);
        return [.. usual, .. path];
    }

    private static async Task<PostgresProgramSet?> TryAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Names.All(n => File.Exists(PostgresProgramSet.PathOf(folder, n))))
        {
            return null;
        }

        var set = new PostgresProgramSet(folder, 0);
        var answer = await set.TryRunAsync("pg_dump", ["--version"], null, cancellationToken);
        return answer.Code == 0 && Version().Match(answer.Output) is { Success: true } match
            ? set with { Major = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) }
            : null;
    }

    // pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)
    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex Version();
}
