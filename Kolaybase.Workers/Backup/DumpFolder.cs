using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kolaybase.Workers.Backup;

/// <summary>
/// The folder that a dump is. Every file is written first and the manifest, which names all of them with size and hash, last: a dump without it
/// was cut off. Only our own user may read it: hashes of passwords are in it.
/// </summary>
internal sealed class DumpFolder(string path)
{
    /// <summary>The archive of <c>pg_dump</c>.</summary>
    public const string Database = "database.dump";

    /// <summary>One JSON text for each user, a line each.</summary>
    public const string Users = "users.jsonl";

    /// <summary>One JSON text for each object, a line each; the bytes are in <see cref="Objects"/>.</summary>
    public const string ObjectList = "objects.jsonl";

    /// <summary>Folder of the objects' bytes, each under its version.</summary>
    public const string Objects = "objects";

    /// <summary>What the project has set.</summary>
    public const string Settings = "settings.json";

    private const string Manifest = "manifest.json";

    /// <summary>The files that the manifest names.</summary>
    public static IReadOnlyList<string> Named { get; } = [Database, ObjectList, Users, Settings];

    /// <summary>How all files of a dump are written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>Path of one file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(path, name);

    /// <summary>Makes the folder, which must not be there or be empty.</summary>
    /// <exception cref="BackupException">Something is in it, or it can't be made.</exception>
    public void Create()
    {
        try
        {
            if (System.IO.File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
            {
                throw new BackupException($"'{path}' is there already and not empty: name a folder that is yet to be made.");
            }

            MakePrivate(path);
            MakePrivate(File(Objects));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The folder '{path}' can't be made: {exception.Message}", exception);
        }
    }

    /// <summary>A new file that only our user can read.</summary>
    public FileStream Write(string name)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(File(name), options);
    }

    /// <summary>Ends a file: its bytes are on the disk when this returns, before the manifest says so.</summary>
    public static async Task EndAsync(FileStream stream, CancellationToken cancellationToken)
    {
        await stream.FlushAsync(cancellationToken);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Size and hash of a file as it lies there.</summary>
    public async Task<DumpedFile> DescribeAsync(string name, CancellationToken cancellationToken)
    {
        await using var stream = System.IO.File.OpenRead(File(name));
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        return new DumpedFile(name, stream.Length, hash);
    }

    /// <summary>Writes the manifest under another name and gives it its own when it is whole: from then on this is a dump.</summary>
    public async Task CloseAsync(DumpManifest manifest, CancellationToken cancellationToken)
    {
        const string unfinished = $"{Manifest}.part";
        await using (var stream = Write(unfinished))
        {
            await JsonSerializer.SerializeAsync(stream, manifest, Json, cancellationToken);
            await EndAsync(stream, cancellationToken);
        }

        System.IO.File.Move(File(unfinished), File(Manifest));
    }

    /// <summary>Reads the manifest and compares every file with it.</summary>
    /// <exception cref="BackupException">It is no dump, not a whole one, not of this format, or changed.</exception>
    public async Task<DumpManifest> OpenAsync(CancellationToken cancellationToken)
    {
        if (!System.IO.File.Exists(File(Manifest)))
        {
            throw new BackupException(Directory.Exists(path)
                ? $"'{path}' holds no whole dump: its {Manifest}, which is written last, is missing. The dump was cut off; make it again."
                : $"There is no folder '{path}'.");
        }

        var manifest = await ReadAsync(cancellationToken);
        foreach (var file in manifest.Files)
        {
            await CheckAsync(file, cancellationToken);
        }

        await foreach (var entry in ObjectLines.ReadAsync(File(ObjectList), cancellationToken))
        {
            await CheckAsync(new DumpedFile(ObjectLines.FileOf(entry.Version), entry.Size, entry.Sha256), cancellationToken);
        }

        return manifest;
    }

    private async Task<DumpManifest> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = System.IO.File.OpenRead(File(Manifest));
            var manifest = await JsonSerializer.DeserializeAsync<DumpManifest>(stream, Json, cancellationToken);
            if (manifest is not { Format: DumpManifest.CurrentFormat } || !manifest.HasFiles)
            {
                throw new BackupException($"'{path}' is a dump of another format: restore it with the version of Kolaybase that made it.");
            }

            return manifest.IsSound ? manifest : throw new BackupException($"'{File(Manifest)}' is damaged: take another copy of the dump.");
        }
        catch (JsonException exception)
        {
            throw new BackupException($"'{File(Manifest)}' is damaged: take another copy of the dump.", exception);
        }
    }

    private async Task CheckAsync(DumpedFile expected, CancellationToken cancellationToken)
    {
        if (!System.IO.File.Exists(File(expected.Name)))
        {
            throw new BackupException($"The dump is not whole: '{expected.Name}' is missing. Take another copy of it.");
        }

        if (await DescribeAsync(expected.Name, cancellationToken) != expected)
        {
            throw new BackupException($"The dump is damaged: '{expected.Name}' is not what was written. Take another copy of it.");
        }
    }

    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            // It has the rights of the folder that it is in.
            Directory.CreateDirectory(folder);
            return;
        }

        const UnixFileMode ours = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(folder, ours);
        // One that was there has whatever mode it was given. Some file systems know no modes and say nothing.
        System.IO.File.SetUnixFileMode(folder, ours);
        if (System.IO.File.GetUnixFileMode(folder) != ours)
        {
            throw new BackupException($"'{folder}' can't be closed to other users (mode 0700), and hashes of passwords would lie in it: name a folder on a file system that keeps modes.");
        }
    }
}
