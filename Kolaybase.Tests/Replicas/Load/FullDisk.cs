namespace Kolaybase.Tests.Replicas.Load;

/// <summary>A file that takes all that is left of a small disk, until disposed.</summary>
internal sealed class FullDisk : IDisposable
{
    private readonly string _path;

    private FullDisk(string path) => _path = path;

    /// <summary>Fills the disk of a folder.</summary>
    public static FullDisk Fill(string folder)
    {
        var path = Path.Combine(folder, "filler");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(page);
            }
        }
        catch (IOException)
        {
            return new FullDisk(path);
        }
    }

    public void Dispose() => File.Delete(_path);
}
