using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Processes;
using Kolaybase.Embedded.Progress;

namespace Kolaybase.Embedded.Postgres;

/// <summary>Makes a new cluster beside its final place and renames it there, so that one that was interrupted is never taken for whole.</summary>
internal static class ClusterInitializer
{
    /// <summary>The major version of the cluster in a folder; null when there is none.</summary>
    /// <exception cref="EmbeddedException">The folder holds something else.</exception>
    public static int? MajorOf(string folder)
    {
        var file = Path.Combine(folder, "PG_VERSION");
        if (File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), out var major))
        {
            return major;
        }

        return !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any()
            ? null
            : throw new EmbeddedException($"'{folder}' is not empty and holds no PostgreSQL cluster. It is left as it is: move it away, or start on another data folder.");
    }

    public static async Task CreateAsync(PostgresClusterOptions options, PostgresInstallation binaries, StartProgress progress, CancellationToken cancellationToken)
    {
        progress.Say($"Making a PostgreSQL {binaries.Major} cluster in {options.Folder}");
        var unfinished = $"{options.Folder}.init";
        if (Directory.Exists(unfinished))
        {
            progress.Say("An earlier attempt was interrupted: starting over.");
            Directory.Delete(unfinished, recursive: true);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(unfinished);
        }
        else
        {
            Directory.CreateDirectory(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        options.User?.TakeOver(unfinished);
        var passwordFile = Path.Combine(options.RunFolder, "initdb.password");
        PrivateFile.Write(passwordFile, options.SuperuserPassword, options.User);
        try
        {
            var result = await Command.RunAsync(binaries.Program("initdb"), Arguments(options, binaries, unfinished, passwordFile), options.User, cancellationToken);
            if (!result.Succeeded)
            {
                throw new EmbeddedException($"PostgreSQL could not make its cluster in '{options.Folder}': {result.Error.Trim()}");
            }
        }
        finally
        {
            File.Delete(passwordFile);
        }

        if (Directory.Exists(options.Folder))
        {
            Directory.Delete(options.Folder);
        }

        Directory.Move(unfinished, options.Folder);
    }

    private static IEnumerable<string> Arguments(PostgresClusterOptions options, PostgresInstallation binaries, string folder, string passwordFile)
    {
        string[] common =
        [
            "-D", folder, "--username=postgres", $"--pwfile={passwordFile}", "--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", "--no-instructions",
        ];
        return [.. common, .. Locale(binaries.Major), .. options.Durable ? Array.Empty<string>() : ["--no-sync"]];
    }

    // UTF-8 with code point order: the same on every machine, stable across upgrades of the system's C library.
    // From 17 on PostgreSQL brings such a locale itself.
    private static string[] Locale(int major) =>
        major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        : OperatingSystem.IsLinux() ? ["--locale=C.UTF-8"]
        : OperatingSystem.IsMacOS() ? ["--locale=C", "--lc-ctype=UTF-8"]
        : ["--locale=C"];
}
