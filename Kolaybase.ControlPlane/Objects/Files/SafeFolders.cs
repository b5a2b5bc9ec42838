namespace Kolaybase.ControlPlane.Objects.Files;

/// <summary>Folders that only we enter, and that are folders.</summary>
internal static class SafeFolders
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes a folder that is not there, for our user alone.</summary>
    public static void Make(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Mode);
        }

        // A new name survives a crash only when the folder that holds it has reached the disk.
        DirectorySync.Flush(Path.GetDirectoryName(path)!);
    }

    /// <exception cref="ObjectStoreException">It is a symbolic link.</exception>
    public static void RefuseLink(string path)
    {
        if (new DirectoryInfo(path).LinkTarget is not null)
        {
            throw new ObjectStoreException(ObjectStoreFault.Refused, $"{path} is a symbolic link; the object store follows none.");
        }
    }

    /// <summary>Removes a folder with all in it; links in it are removed, not followed.</summary>
    public static void Delete(string path)
    {
        RefuseLink(path);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
