namespace Kolaybase.ControlPlane.Objects.Files;

/// <summary>Files of ours alone, opened as what they are.</summary>
internal static class SafeFiles
{
    /// <summary>Bytes that are asked of the disk in advance: a length that is only announced must not take it all.</summary>
    private const long MaxPreallocated = 64 * 1024 * 1024;

    /// <summary>COR_E_IO.</summary>
    private const int AnyFault = unchecked((int)0x80131620);

    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a file anew; a link that lies there is an error.</summary>
    /// <param name="path">Path.</param>
    /// <param name="length">Bytes that will be written, of which the first are asked of the disk at once; null when unknown.</param>
    public static FileStream Create(string path, long? length)
    {
        Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous, PreallocationSize = Math.Min(length ?? 0, MaxPreallocated) };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Mode;
        }

        try
        {
            return new FileStream(path, options);
        }
        catch (IOException e) when (e.HResult == AnyFault && options.PreallocationSize > 0)
        {
            // .NET's own words for a disk that does not have the bytes asked for in advance; it keeps the system's number to itself.
            throw new IOException(e.Message, FileFaults.NoSpace);
        }
    }

    /// <summary>Opens a file for reading; it can be removed meanwhile, and is read to its end nevertheless.</summary>
    /// <exception cref="ObjectStoreException">It is not there, or a link.</exception>
    public static FileStream Open(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            throw new ObjectStoreException(ObjectStoreFault.Refused, $"{path} is a symbolic link; the object store follows none.");
        }

        return new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
    }

    /// <summary>Gives a complete file its name, so that a crash leaves it there or not there.</summary>
    public static void Publish(string temporary, string final)
    {
        File.Move(temporary, final, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(final)!);
    }

    /// <summary>Removes a file; one that is not there counts as removed.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Nor is its folder.
        }
    }

    /// <summary>Removes what a failed write left. Where that fails, too, the first failure is the one to tell, and maintenance finds the file.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
