using System.Globalization;

namespace Kolaybase.Embedded.Postgres;

/// <summary>
/// PostgreSQL's log: what gets into it and how much of it is kept. Projects' owners run whatever SQL they like on the
/// server, so neither their data nor the size of the log may be theirs to decide.
/// </summary>
/// <remarks>
/// <para>
/// Logged is what the server says about itself (start, stop, crashes, recovery), refused and broken connections.
/// Statements, and errors and warnings of statements, are not: whoever sent them gets the answer, and it holds values.
/// <c>log_min_messages=log</c> lets only LOG, FATAL and PANIC through (that is the order on the server's side). An owner's
/// own <c>RAISE LOG</c> still is, and so the size is bounded too.
/// </para>
/// <para>
/// PostgreSQL begins a new file at a size, but never removes one: <see cref="Prune"/> does. (Names that recur, such as
/// weekdays, are no bound: a file is emptied only when its turn comes by time and grows without limit until then.)
/// </para>
/// </remarks>
public static class PostgresLogs
{
    /// <summary>A new file is begun at this size, or after a day.</summary>
    public const int MegabytesPerFile = 10;

    /// <summary>So many files are kept, the newest: a week of a quiet server, at most 100 MB of a noisy one.</summary>
    public const int Files = 10;

    private const string Pattern = "postgres-*.log";

    /// <summary>Removes all but the newest files. To be called at the start and every few seconds.</summary>
    /// <exception cref="IOException">A file can't be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file can't be removed.</exception>
    public static void Prune(string folder)
    {
        // The newest by their time of writing; names, which hold the time of their beginning, decide between equals.
        // A removal touches the name in the folder only, whatever somebody else's link there points to.
        var old = new DirectoryInfo(folder).EnumerateFiles(Pattern)
            .OrderByDescending(file => file.LastWriteTimeUtc)
            .ThenByDescending(file => file.Name, StringComparer.Ordinal)
            .Skip(Files);
        foreach (var file in old.ToArray())
        {
            file.Delete();
        }
    }

    internal static IEnumerable<(string Name, string Value)> Settings(string folder) =>
    [
        ("logging_collector", "on"),
        ("log_directory", folder),
        ("log_filename", "postgres-%Y%m%d-%H%M%S.log"),
        ("log_rotation_age", "1d"),
        ("log_rotation_size", string.Create(CultureInfo.InvariantCulture, $"{MegabytesPerFile}MB")),
        ("log_truncate_on_rotation", "off"),
        ("log_line_prefix", "%m [%p] %q%u@%d "),
        ("log_min_messages", "log"),
        ("log_min_error_statement", "panic"),
        ("log_error_verbosity", "terse"),
        ("log_statement", "none"),
    ];
}
