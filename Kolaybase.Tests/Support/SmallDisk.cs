using System.Diagnostics;

namespace Kolaybase.Tests.Support;

/// <summary>A disk of a few MiB, which is soon full; gone when disposed.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder;

    private SmallDisk(TemporaryFolder folder) => _folder = folder;

    public string Path => _folder.Path;

    /// <summary>Mounts one. Skips the calling test where that is not allowed.</summary>
    public static SmallDisk Mount(int mebibytes)
    {
        var (disk, fault) = TryMount(mebibytes);
        if (disk is null)
        {
            Assert.Skip($"A small disk can't be mounted here: {fault}");
        }

        return disk;
    }

    /// <summary>Mounts one, or says why it can't be.</summary>
    public static (SmallDisk? Disk, string Fault) TryMount(int mebibytes)
    {
        var folder = TemporaryFolder.Create();
        var fault = OperatingSystem.IsLinux() ? Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m,mode=700", "tmpfs", folder.Path) : "there is no tmpfs";
        if (fault is null)
        {
            return (new SmallDisk(folder), "");
        }

        folder.Dispose();
        return (null, fault);
    }

    public void Dispose()
    {
        Assert.Null(Run("umount", _folder.Path));
        _folder.Dispose();
    }

    /// <summary>Runs a program; what it complains of, or null.</summary>
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var complaint = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : complaint.Trim();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }
}
