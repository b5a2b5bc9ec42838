using System.Diagnostics;
using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.Storage;

/// <summary>A MinIO on free loopback ports.</summary>
internal sealed class MinioProcess : IDisposable
{
    public const string User = "kolaybase-bench";
    public const string Password = "a-secret-of-the-bench";

    private readonly Process _process;

    private MinioProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<MinioProcess> StartAsync(string program, string folder)
    {
        var (port, console) = (StackProcess.FreePort(), StackProcess.FreePort());
        var info = new ProcessStartInfo(program, ["server", folder, "--address", $"127.0.0.1:{port}", "--console-address", $"127.0.0.1:{console}", "--quiet"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MINIO_ROOT_USER"] = User, ["MINIO_ROOT_PASSWORD"] = Password },
        };
        var process = Process.Start(info)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var minio = new MinioProcess(process, new Uri($"http://127.0.0.1:{port}"));
        using var http = new HttpClient { BaseAddress = minio.Address };
        for (var attempt = 0; attempt < 600 && !process.HasExited; attempt++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/minio/health/live", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return minio;
                }
            }
            catch (HttpRequestException)
            {
                // Nobody listens yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        minio.Dispose();
        throw new InvalidOperationException("MinIO does not start.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
