using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Kolaybase.Tests.Support.Chromium;

/// <summary>
/// A real Chromium without a window, driven by the protocol of its developer tools (which needs no package); gone with its profile when
/// disposed. Debian's package has it; <c>CHROMIUM</c> names another program.
/// </summary>
public sealed class ChromiumBrowser : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly TemporaryFolder _profile;
    private readonly HttpClient _http;

    private ChromiumBrowser(Process process, TemporaryFolder profile, Uri tools) =>
        (_process, _profile, _http) = (process, profile, new HttpClient { BaseAddress = new Uri($"http://{tools.Authority}") });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts one. Skips the calling test where there is none.</summary>
    public static async Task<ChromiumBrowser> StartAsync()
    {
        var profile = TemporaryFolder.Create();
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } told ? told : "chromium",
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--remote-debugging-port=0",
                $"--user-data-dir={profile.Path}", "about:blank",
            ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        var process = new Process { StartInfo = start };
        var said = new ConcurrentQueue<string?>();
        var tools = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        // "DevTools listening on ws://127.0.0.1:39547/devtools/browser/…"; null is the end.
        process.ErrorDataReceived += (_, line) =>
        {
            said.Enqueue(line.Data);
            if (line.Data?.IndexOf("ws://", StringComparison.Ordinal) is >= 0 and var at)
            {
                tools.TrySetResult(new Uri(line.Data[at..].Trim()));
            }
            else if (line.Data is null)
            {
                tools.TrySetException(new InvalidOperationException($"Chromium ended:\n{string.Join('\n', said)}"));
            }
        };
        process.OutputDataReceived += static (_, _) => { };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            process.Dispose();
            profile.Dispose();
            Assert.Skip("Chromium is not installed: the pages of mailed links can't be tried in a browser (install chromium)");
        }

        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return new ChromiumBrowser(process, profile, await tools.Task.WaitAsync(s_patience, TimeProvider.System, Cancel));
    }

    /// <summary>A new tab in a session of its own; the caller disposes it.</summary>
    public async Task<ChromiumPage> OpenAsync()
    {
        using var answer = await _http.PutAsync("/json/new?about:blank", null, Cancel);
        var tab = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return await ChromiumPage.ConnectAsync(new Uri(tab.GetProperty("webSocketDebuggerUrl").GetString()!));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _profile.Dispose();
    }
}
