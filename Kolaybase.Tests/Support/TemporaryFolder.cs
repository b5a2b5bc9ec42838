namespace Kolaybase.Tests.Support;

/// <summary>A folder that is gone, with all in it, when disposed. Other users can pass through it, as the server's has to.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private TemporaryFolder(string path) => Path = path;

    public string Path { get; }

    public static TemporaryFolder Create() => Prepare(Directory.CreateTempSubdirectory("kolaybase-test-").FullName);

    /// <summary>
    /// One in memory, where there is much of it: for data that a test makes and drops by the thousand files. Making and dropping databases on a
    /// disk took a third of all the time of a run, in the file system and not in the server.
    /// </summary>
    public static TemporaryFolder CreateInMemory()
    {
        const string memory = "/dev/shm";
        return OperatingSystem.IsLinux() && Directory.Exists(memory) && new DriveInfo(memory).AvailableFreeSpace >= MinimumMemory
            ? Prepare(Directory.CreateDirectory(System.IO.Path.Combine(memory, $"kolaybase-test-{Guid.CreateVersion7():N}")).FullName)
            : Create();
    }

    /// <summary>Bytes that a folder in memory has room for; containers often have 64 MB.</summary>
    private const long MinimumMemory = 6L << 30;

    private static TemporaryFolder Prepare(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        return new TemporaryFolder(path);
    }

    public string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
