using System.Globalization;
using System.Text.RegularExpressions;
using Kolaybase.Embedded.Processes;

namespace Kolaybase.Embedded.Postgres;

/// <summary>PostgreSQL's programs, found and tried.</summary>
/// <param name="BinFolder">The folder with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</param>
/// <param name="Major">Major version, such as 18.</param>
/// <param name="Version">Version as the server says it, such as <c>18.4</c>.</param>
/// <param name="FoundBy">Which rule of the search found it, for people.</param>
public sealed partial record PostgresInstallation(string BinFolder, int Major, string Version, string FoundBy)
{
    /// <summary>The lowest major version that Kolaybase runs on.</summary>
    public const int LowestMajor = 15;

    /// <summary>The highest major version that Kolaybase runs on.</summary>
    public const int HighestMajor = 18;

    private static readonly string[] Programs = ["postgres", "initdb", "pg_ctl"];

    /// <summary>Whether Kolaybase runs on this version.</summary>
    public bool IsSupported => Major is >= LowestMajor and <= HighestMajor;

    /// <summary>Path of one of its programs.</summary>
    public string Program(string name) => Path.Combine(BinFolder, OperatingSystem.IsWindows() ? $"{name}.exe" : name);

    /// <summary>Looks whether a folder holds the three programs and whether they run.</summary>
    /// <returns>Null when the folder can't be used (by that user).</returns>
    internal static async Task<PostgresInstallation?> TryAsync(string folder, string foundBy, ServerUser? user, CancellationToken cancellationToken)
    {
        if (Resolve(folder) is not { } bin)
        {
            return null;
        }

        // Prints what it would do and does nothing; before that it runs the postgres beside it and compares versions.
        // A copy of the programs outside of their installation does not find its share folder.
        var candidate = new PostgresInstallation(bin, 0, "", foundBy);
        var answer = await Command.RunAsync(candidate.Program("initdb"), ["--show", "-D", Path.Combine(bin, "no-cluster")], user, cancellationToken);
        var version = VersionLine().Match(answer.Error);
        var template = TemplateLine().Match(answer.Error);
        return answer.Succeeded && version.Success && template.Success && File.Exists(template.Groups["file"].Value)
            ? candidate with { Major = int.Parse(version.Groups["major"].ValueSpan, CultureInfo.InvariantCulture), Version = version.Groups["version"].Value }
            : null;
    }

    // A folder on PATH often holds links only. PostgreSQL finds its share folder relative to the
    // real file, and all three programs must be of one installation: follow the links.
    private static string? Resolve(string folder)
    {
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        var postgres = new FileInfo(Path.Combine(folder, $"postgres{suffix}"));
        if (!postgres.Exists)
        {
            return null;
        }

        var bin = (postgres.ResolveLinkTarget(returnFinalTarget: true) ?? postgres) is FileInfo { Exists: true, DirectoryName: { } real } ? real : folder;
        return Programs.All(name => File.Exists(Path.Combine(bin, $"{name}{suffix}"))) ? bin : null;
    }

    // VERSION=15.18 (Debian 15.18-0+deb12u1)
    [GeneratedRegex(@"^VERSION=(?<version>(?<major>\d+)[^\s]*)", RegexOptions.Multiline)]
    private static partial Regex VersionLine();

    // POSTGRES_BKI=/usr/share/postgresql/15/postgres.bki
    [GeneratedRegex(@"^POSTGRES_BKI=(?<file>[^\r\n]+)", RegexOptions.Multiline)]
    private static partial Regex TemplateLine();
}
