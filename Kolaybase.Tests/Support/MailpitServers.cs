using System.Diagnostics;
using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.Support;

[assembly: AssemblyFixture(typeof(MailpitServers))]

namespace Kolaybase.Tests.Support;

/// <summary>
/// Real mail servers (Mailpit): one shared by a test run, or one for a test that wants its server to refuse. The program is unpacked once
/// for a run, from <c>KOLAYBASE_SHARED</c> or the folder <c>shared</c> beside the repository; without it tests are skipped.
/// </summary>
public sealed class MailpitServers : IAsyncDisposable
{
    private const string Packed = "bin/mailpit.xz";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Lazy<TemporaryFolder> Folder = new(TemporaryFolder.Create);
    private static readonly Lazy<Task<string?>> Program = new(UnpackAsync);
    private static readonly Lazy<Task<Mailpit>> Shared = new(() => StartOwnAsync());

    /// <summary>The shared server, which takes every mail. Tests use addresses of their own.</summary>
    public static async Task<Mailpit> GetAsync()
    {
        await SkipWithoutAsync();
        return await Shared.Value;
    }

    /// <summary>A server for one test alone; the caller disposes it.</summary>
    /// <param name="arguments">Added to the command line.</param>
    public static async Task<Mailpit> StartOwnAsync(params string[] arguments)
    {
        await SkipWithoutAsync();
        var program = await Program.Value;
        // Another program may take a free port before the server does.
        for (var attempt = 1; ; attempt++)
        {
            var (smtp, http) = (ServerPort.Free(), ServerPort.Free());
            var database = Folder.Value.Combine($"{Guid.CreateVersion7():N}.db");
            var process = Process.Start(new ProcessStartInfo(program!, [
                "--smtp", $"127.0.0.1:{smtp}", "--listen", $"127.0.0.1:{http}", "--database", database, "--disable-version-check", "--enable-chaos", "--quiet", .. arguments])
            {
                UseShellExecute = false,
            })!;
            var server = new Mailpit(process, smtp, http);
            if (await server.IsReadyAsync(Patience))
            {
                return server;
            }

            await server.DisposeAsync();
            Assert.True(attempt < 3, "Mailpit does not start.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Shared.IsValueCreated && Shared.Value.IsCompletedSuccessfully)
        {
            await (await Shared.Value).DisposeAsync();
        }

        if (Folder.IsValueCreated)
        {
            Folder.Value.Dispose();
        }
    }

    private static async Task SkipWithoutAsync() =>
        Assert.SkipWhen(await Program.Value is null, "There is no Mailpit: neither KOLAYBASE_SHARED nor a folder \"shared\" beside the repository has bin/mailpit.xz, or xz is not installed.");

    private static async Task<string?> UnpackAsync()
    {
        if (Candidates().FirstOrDefault(File.Exists) is not { } packed)
        {
            return null;
        }

        var program = Folder.Value.Combine("mailpit");
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

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("KOLAYBASE_SHARED") is { Length: > 0 } told)
        {
            yield return Path.Combine(told, Packed);
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "shared", Packed);
        }
    }
}
