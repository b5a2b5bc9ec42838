using System.Text;
using Kolaybase.Embedded.Processes;

namespace Kolaybase.Embedded.DataFolders;

/// <summary>Writes files that only their owner may read.</summary>
internal static class PrivateFile
{
    /// <summary>Replaces a file atomically; it has mode 0600 before its first byte is written.</summary>
    public static void Write(string path, string text, ServerUser? owner)
    {
        var temporary = $"{path}.new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);

            // By its handle: the folder may be the owner's, who could have put something else under the name.
            owner?.TakeOver(stream);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
