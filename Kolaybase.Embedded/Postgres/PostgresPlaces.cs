using System.Globalization;
using System.Text.RegularExpressions;

namespace Kolaybase.Embedded.Postgres;

/// <summary>The folders that may hold PostgreSQL's programs, best first.</summary>
internal sealed partial class PostgresPlaces
{
    /// <summary>Names the folder with PostgreSQL's programs; nothing else is searched then.</summary>
    public const string Variable = "KOLAYBASE_PG_BIN";

    /// <summary>Reads the environment.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Parents of versioned folders and the rest of the path below each.</summary>
    public IReadOnlyList<(string Parent, string Pattern, string Below, string Name)> Usual { get; init; } = UsualFolders();

    /// <summary>What the user insists on; null when nothing.</summary>
    public string? Forced => Environment(Variable) is { Length: > 0 } folder ? folder : null;

    /// <summary>All candidates in order: the folders of <c>PATH</c>, then the usual ones, newest version first.</summary>
    public IEnumerable<(string Folder, string FoundBy)> Candidates()
    {
        foreach (var folder in (Environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Path.IsPathRooted(folder))
            {
                yield return (folder, "PATH");
            }
        }

        foreach (var (parent, pattern, below, name) in Usual)
        {
            if (!Directory.Exists(parent))
            {
                continue;
            }

            foreach (var folder in Directory.GetDirectories(parent, pattern).OrderByDescending(Version))
            {
                yield return (Path.Combine(folder, below), name);
            }
        }
    }

    private static (string, string, string, string)[] UsualFolders()
    {
        if (OperatingSystem.IsWindows())
        {
            return [(@"C:\Program Files\PostgreSQL", "*", "bin", @"C:\Program Files\PostgreSQL")];
        }

        return OperatingSystem.IsMacOS()
            ? [("/opt/homebrew/opt", "postgresql@*", "bin", "Homebrew"), ("/usr/local/opt", "postgresql@*", "bin", "Homebrew")]
            : [("/usr/lib/postgresql", "*", "bin", "Debian's folder"), ("/usr", "pgsql-*", "bin", "the PostgreSQL project's RPM folder")];
    }

    private static int Version(string folder) =>
        int.TryParse(Digits().Match(Path.GetFileName(folder)).ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
