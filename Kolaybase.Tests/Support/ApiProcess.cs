using System.Collections.Concurrent;
using System.Diagnostics;
using Kolaybase.Api;

namespace Kolaybase.Tests.Support;

/// <summary>The built API as a process of its own, to be killed and started again at the same address.</summary>
public sealed class ApiProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;

    private ApiProcess(Process process) => _process = process;

    /// <summary>Whether it has ended, by itself or killed.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>All that it printed so far.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts it, and waits until it answers.</summary>
    public static async Task<ApiProcess> StartAsync(IEnumerable<KeyValuePair<string, string?>> settings, Uri address)
    {
        var info = new ProcessStartInfo("dotnet", [typeof(ApiHost).Assembly.Location, "--urls", address.AbsoluteUri]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (key, value) in settings)
        {
            info.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var api = new ApiProcess(new Process { StartInfo = info });
        api._process.OutputDataReceived += (_, line) => api._lines.Enqueue(line.Data ?? "");
        api._process.ErrorDataReceived += (_, line) => api._lines.Enqueue(line.Data ?? "");
        api._process.Start();
        api._process.BeginOutputReadLine();
        api._process.BeginErrorReadLine();
        try
        {
            await api.AnswersAsync(address);
        }
        catch
        {
            await api.DisposeAsync();
            throw;
        }

        return api;
    }

    private async Task AnswersAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        await Eventually.TrueAsync(
            async () =>
            {
                Assert.False(_process.HasExited, string.Join('\n', _lines));
                try
                {
                    using var alive = await http.GetAsync("/alive", TestContext.Current.CancellationToken);
                    return alive.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the API answers",
            TestContext.Current.CancellationToken,
            Patience);
    }

    /// <summary><c>kill -9</c>: nothing of it runs on.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>The order to stop that a container platform gives (SIGTERM), and a clean end.</summary>
    public Task StopAsync() => TerminatedProcess.StopAsync(_process, () => Output);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
