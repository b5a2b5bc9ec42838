namespace Kolaybase.ControlPlane.Objects.Files;

/// <summary>Says what a failure of the file system means.</summary>
internal static class FileFaults
{
    // ENOSPC and EDQUOT as .NET reports them on Unix, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.
    internal const int NoSpace = 28;
    private const int NoQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    public static void Map(Action action) => Map(() =>
    {
        action();
        return true;
    });

    public static T Map<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (Of(e) is { } fault)
        {
            throw fault;
        }
    }

    public static async Task MapAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception e) when (Of(e) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>The fault; null for what is none of the file system's.</summary>
    internal static ObjectStoreException? Of(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => new(ObjectStoreFault.Missing, "No file lies under the key.", exception),
        UnauthorizedAccessException => new(ObjectStoreFault.Refused, "The object store's folder may not be used by this process.", exception),
        IOException io when IsFull(io.HResult) => new(ObjectStoreFault.Full, "The disk of the object store is full.", exception),
        IOException => new(ObjectStoreFault.Unavailable, "The object store's disk failed.", exception),
        _ => null,
    };

    private static bool IsFull(int result) => result is NoSpace or NoQuota or WindowsDiskFull or WindowsHandleDiskFull;
}
