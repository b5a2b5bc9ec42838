using System.Runtime.InteropServices;

namespace Kolaybase.ControlPlane.Objects.Files;

/// <summary>Brings the entries of a folder to the disk: without it a crash may forget a file that is there with all its bytes (fsync(2), "does not necessarily ensure that the entry in the directory…").</summary>
internal static partial class DirectorySync
{
    private const int ReadOnly = 0;

    /// <summary>Returns when they are there. Windows keeps them itself.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"The folder {folder} can't be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        try
        {
            if (Sync(descriptor) != 0)
            {
                throw new IOException($"The folder {folder} can't be flushed: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
