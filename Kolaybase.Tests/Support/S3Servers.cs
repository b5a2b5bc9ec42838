using System.Collections.Concurrent;
using System.Diagnostics;
using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.Support;

[assembly: AssemblyFixture(typeof(S3Servers))]

namespace Kolaybase.Tests.Support;

/// <summary>Real S3 servers, each shared by a test run: MinIO, and Versity, which is another S3 altogether. Tests use buckets or projects of their own.</summary>
public sealed class S3Servers : IAsyncDisposable
{
    public const string Minio = "minio";
    public const string Versity = "versitygw";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Dictionary<string, PackedProgram> Programs = new(StringComparer.Ordinal) { [Minio] = new(Minio), [Versity] = new(Versity) };
    private static readonly ConcurrentDictionary<string, Lazy<Task<TestS3>>> Shared = new(StringComparer.Ordinal);

    /// <summary>The server of that name; the test is skipped where there is none.</summary>
    public static async Task<TestS3> GetAsync(string name)
    {
        await SkipWithoutAsync(name);
        return await Shared.GetOrAdd(name, static n => new(() => StartOwnAsync(n))).Value;
    }

    /// <summary>A server for one test alone; the caller disposes it.</summary>
    public static async Task<TestS3> StartOwnAsync(string name)
    {
        await SkipWithoutAsync(name);
        var program = Programs[name];
        // Another program may take a free port before the server does.
        for (var attempt = 1; ; attempt++)
        {
            var server = new TestS3(Start(name, (await program.PathAsync())!, program.NewFolder(), out var port), port);
            if (await server.IsReadyAsync(Patience))
            {
                return server;
            }

            await server.DisposeAsync();
            Assert.True(attempt < 3, $"{name} does not start.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Shared.Values.Where(s => s.IsValueCreated && s.Value.IsCompletedSuccessfully))
        {
            await (await server.Value).DisposeAsync();
        }

        foreach (var program in Programs.Values)
        {
            program.Dispose();
        }
    }

    private static async Task SkipWithoutAsync(string name) => Assert.SkipWhen(await Programs[name].PathAsync() is null, Programs[name].Missing);

    private static Process Start(string name, string program, string folder, out int port)
    {
        port = ServerPort.Free();
        var info = name == Minio
            ? new ProcessStartInfo(program, ["server", folder, "--address", $"127.0.0.1:{port}", "--console-address", $"127.0.0.1:{ServerPort.Free()}", "--quiet"])
            {
                Environment = { ["MINIO_ROOT_USER"] = TestS3.AccessKey, ["MINIO_ROOT_PASSWORD"] = TestS3.SecretKey },
            }
            : new ProcessStartInfo(program, ["--port", $"127.0.0.1:{port}", "--quiet", "posix", folder])
            {
                Environment = { ["ROOT_ACCESS_KEY"] = TestS3.AccessKey, ["ROOT_SECRET_KEY"] = TestS3.SecretKey },
            };
        info.UseShellExecute = false;
        info.RedirectStandardOutput = info.RedirectStandardError = true;
        var process = Process.Start(info)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
