using System.Diagnostics;

namespace Kolaybase.Tests.Support;

/// <summary>A program that lies packed in the shared folder's <c>bin</c>, unpacked once for a run.</summary>
internal sealed class PackedProgram(string name) : IDisposable
{
    private readonly Lazy<TemporaryFolder> _folder = new(TemporaryFolder.Create);
    private Task<string?>? _unpacked;

    /// <summary>Why tests that need it are skipped.</summary>
    public string Missing => $"There is no {name}: neither KOLAYBASE_SHARED nor a folder \"shared\" beside the repository has bin/{name}.xz, or xz is not installed.";

    /// <summary>A new folder that is gone with the run.</summary>
    public string NewFolder() => Directory.CreateDirectory(_folder.Value.Combine(Guid.CreateVersion7().ToString("N"))).FullName;

    /// <summary>Its path; null when there is none.</summary>
    public Task<string?> PathAsync()
    {
        lock (_folder)
        {
            return _unpacked ??= UnpackAsync();
        }
    }

    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            _folder.Value.Dispose();
        }
    }

    private async Task<string?> UnpackAsync()
    {
        if (SharedFolder.Find() is not { } shared || Path.Combine(shared, "bin", $"{name}.xz") is var packed && !File.Exists(packed))
        {
            return null;
        }

        var program = _folder.Value.Combine(name);
        try
        {
            using var xz = Process.Start(new ProcessStartInfo("xz", ["-dc", packed]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            await using (var file = File.Create(program))
            {
                await xz.StandardOutput.BaseStream.CopyToAsync(file);
            }

            await xz.WaitForExitAsync();
            Assert.Equal(0, xz.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return program;
    }
}
