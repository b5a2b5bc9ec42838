using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.ControlPlane.Objects.Support;
using Kolaybase.Tests.Storage.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Clients;

/// <summary><c>tus-js-client</c> uploads to an API that is killed in between.</summary>
public class TusJsTests(StorageHosts hosts) : IClassFixture<StorageHosts>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(StorageHosts.Stores), MemberType = typeof(StorageHosts))]
    public async Task Nothing_that_was_acknowledged_is_sent_again_after_the_API_was_killed(string store)
    {
        await SkipWithoutAsync("node");
        await SkipWithoutAsync("npm");
        var project = await hosts.ProjectAsync(store);
        await project.BucketAsync("films");
        using var folder = TemporaryFolder.Create();
        foreach (var name in new[] { "package.json", "package-lock.json", "upload.mjs" })
        {
            File.Copy(Path.Combine(Folder(), name), folder.Combine(name));
        }

        using (var npm = Start("npm", ["ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"], folder.Path, []))
        {
            var errors = npm.StandardError.ReadToEndAsync(Cancel);
            await npm.StandardOutput.ReadToEndAsync(Cancel);
            await npm.WaitForExitAsync(Cancel);
            Assert.True(npm.ExitCode == 0, await errors);
        }

        // Chunks that are no part of S3: each is kept beside the parts until the next one comes.
        const int chunk = 3 << 20;
        var bytes = TestBytes.Random((20 << 20) + 12_345);
        await File.WriteAllBytesAsync(folder.Combine("film"), bytes, Cancel);
        var address = new Uri($"http://127.0.0.1:{ServerPort.Free()}");
        var api = await ApiProcess.StartAsync(project.Host.Plane.Settings, address);
        try
        {
            using var node = Start("node", ["upload.mjs"], folder.Path, new()
            {
                ["KB_ENDPOINT"] = new Uri(address, project.Base + "/uploads").AbsoluteUri,
                ["KB_KEY"] = project.Project.ServiceKey,
                ["KB_FILE"] = folder.Combine("film"),
                ["KB_SIZE"] = $"{bytes.Length}",
                ["KB_CHUNK"] = $"{chunk}",
                ["KB_PAUSE_AFTER"] = "4",
                ["KB_BUCKET"] = "films",
                ["KB_PATH"] = "2026/ein Film.mp4",
                ["KB_TYPE"] = "video/x-test",
            });
            var offsets = new List<long>();
            while (await node.StandardOutput.ReadLineAsync(Cancel) is { } line)
            {
                if (line == "pause")
                {
                    Assert.Equal(4L * chunk, await project.ValueAsync<long>("select received from storage.uploads"));
                    await api.KillAsync();
                    await api.DisposeAsync();
                    api = await ApiProcess.StartAsync(project.Host.Plane.Settings, address);
                    await node.StandardInput.WriteLineAsync("go");
                }
                else if (line.StartsWith("offset ", StringComparison.Ordinal))
                {
                    offsets.Add(long.Parse(line[7..], System.Globalization.CultureInfo.InvariantCulture));
                }
                else
                {
                    Assert.Equal("done", line);
                    break;
                }
            }

            await node.WaitForExitAsync(Cancel);
            Assert.Equal(Enumerable.Range(0, (bytes.Length / chunk) + 1).Select(i => (long)i * chunk), offsets.Distinct());
        }
        finally
        {
            await api.DisposeAsync();
        }

        var back = (await project.DownloadAsync("films", "2026/ein Film.mp4")).Expect(200);
        Assert.True(bytes.AsSpan().SequenceEqual(back.Bytes));
        Assert.Equal("video/x-test", back.Header("Content-Type"));
        Assert.Equal(0L, await project.ValueAsync<long>("select (select count(*) from storage.uploads) + (select count(*) from storage.upload_parts)"));
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "tus-js");

    private static Process Start(string program, string[] arguments, string folder, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Program(program), arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task SkipWithoutAsync(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Program(program), ["--version"]) { RedirectStandardOutput = true })!;
            await process.WaitForExitAsync(Cancel);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed: the real client tus-js-client can't be run (install nodejs and npm)");
        }
    }

    /// <summary>npm is a script, which Windows starts by its whole name only.</summary>
    private static string Program(string name) => name == "npm" && OperatingSystem.IsWindows() ? "npm.cmd" : name;
}
