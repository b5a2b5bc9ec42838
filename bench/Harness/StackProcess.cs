using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Kolaybase.Bench.Harness;

/// <summary>A built AppHost as a process of its own, on a free loopback port.</summary>
internal sealed class StackProcess : IAsyncDisposable
{
    private readonly Process _process;

    private StackProcess(Process process, HttpClient http, TimeSpan ready)
    {
        _process = process;
        Http = http;
        Ready = ready;
    }

    /// <summary>Speaks to the stack.</summary>
    public HttpClient Http { get; }

    /// <summary>From the start of the process to the first 200 of <c>/health</c>.</summary>
    public TimeSpan Ready { get; }

    /// <summary>Id of the process that runs API and workers.</summary>
    public int Id => _process.Id;

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="appHost">Folder of the built AppHost.</param>
    /// <param name="data">Data folder.</param>
    /// <param name="environment">Variables beside the usual ones.</param>
    /// <exception cref="InvalidOperationException">It ended.</exception>
    /// <exception cref="TimeoutException">It was not ready in three minutes.</exception>
    public static async Task<StackProcess> StartAsync(string appHost, string data, params (string Name, string Value)[] environment)
    {
        var port = FreePort();
        var info = new ProcessStartInfo("dotnet", [Path.Combine(appHost, "Kolaybase.AppHost.dll"), "--urls", $"http://127.0.0.1:{port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["KOLAYBASE_DATA"] = data,
                ["Logging__LogLevel__Default"] = "Warning",
                // All load comes from one client: its rate limit must not be what is measured.
                ["Kolaybase__RateLimits__DataPerSecond"] = "1000000",
                ["Kolaybase__RateLimits__DataBurst"] = "1000000",
            },
        };
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var process = Process.Start(info)!;
        var output = new System.Text.StringBuilder();
        process.OutputDataReceived += (_, e) => output.AppendLine(e.Data);
        process.ErrorDataReceived += (_, e) => output.AppendLine(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 16 }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        while (clock.GetElapsedTime(started) < TimeSpan.FromMinutes(3))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The AppHost ended with {process.ExitCode}:\n{output}");
            }

            try
            {
                using var answer = await http.GetAsync(new Uri("/health", UriKind.Relative));
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return new StackProcess(process, http, clock.GetElapsedTime(started));
                }
            }
            catch (HttpRequestException)
            {
                // Nobody listens yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), clock);
        }

        process.Kill(entireProcessTree: true);
        throw new TimeoutException($"The AppHost was not ready in time:\n{output}");
    }

    /// <summary>Sends a request and reads its JSON.</summary>
    /// <exception cref="InvalidOperationException">The answer is a refusal.</exception>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text.Length == 0 ? "{}" : text)!
            : throw new InvalidOperationException($"{method} {path} gave {(int)answer.StatusCode}: {text}");
    }

    /// <summary>Resident memory of the process in MiB (VmRSS).</summary>
    public double ResidentMiB() => StatusMiB("VmRSS:");

    /// <summary>The most that was resident, in MiB (VmHWM).</summary>
    public double PeakMiB() => StatusMiB("VmHWM:");

    /// <summary>Signs a platform user up.</summary>
    /// <returns>His access token.</returns>
    public async Task<string> SignUpAsync()
    {
        var session = await SendAsync(HttpMethod.Post, "/api/auth/signup", new { email = $"bench-{Guid.CreateVersion7():N}@example.com", password = "a long enough pass phrase" });
        return (string)session["accessToken"]!;
    }

    /// <summary>Makes a project.</summary>
    public Task<JsonNode> CreateProjectAsync(string token, string name) =>
        SendAsync(HttpMethod.Post, "/api/projects", new { name }, ("Authorization", $"Bearer {token}"));

    public async ValueTask DisposeAsync()
    {
        using (Process.Start("kill", ["-INT", $"{Id}"]))
        {
            await _process.WaitForExitAsync();
        }

        Http.Dispose();
        _process.Dispose();
    }

    private double StatusMiB(string field)
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], null) / 1024;
    }

    /// <summary>A port that nobody listens on now.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
