using System.ComponentModel;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kolaybase.Bench.DataApi.Load;
using Kolaybase.Bench.Harness;
using Npgsql;

namespace Kolaybase.Bench.DataApi.Peer;

/// <summary>PostGraphile from npm on the same database and login: what others do in the same minutes.</summary>
internal sealed class PostGraphile : IAsyncDisposable
{
    /// <summary>The last release of version 4: version 5 runs on Node 22 and later only.</summary>
    private const string Version = "4.14.1";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly StringBuilder _words = new();

    private PostGraphile(Process process, Uri url)
    {
        (_process, Url) = (process, url);
        process.OutputDataReceived += Listen;
        process.ErrorDataReceived += Listen;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Scheme, host and port.</summary>
    public Uri Url { get; }

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>What is posted to <see cref="Path"/>.</summary>
    public static string Body(string query) => JsonSerializer.Serialize(new { query });

    /// <summary>The request target.</summary>
    public const string Path = "/graphql";

    /// <summary>Fetches it (once; it stays in the folder for temporary files) and starts it.</summary>
    /// <returns>Null when it can't be had, and why.</returns>
    public static async Task<(PostGraphile? Peer, string? Reason)> StartAsync(NpgsqlConnectionStringBuilder login)
    {
        var folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"kolaybase-bench-postgraphile-{Version}");
        try
        {
            await InstallAsync(folder);
        }
        catch (Win32Exception)
        {
            return (null, "npm is not on the path");
        }
        catch (InvalidOperationException e)
        {
            return (null, e.Message);
        }

        var port = StackProcess.FreePort();
        string[] arguments = ["--host", "127.0.0.1", "--port", $"{port}", "--schema", "public", "--default-role", "anon", "--disable-graphiql", "--disable-query-log"];
        var info = new ProcessStartInfo("node", ["node_modules/postgraphile/cli.js", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                // Not on the command line, which everybody on the machine sees.
                ["DATABASE_URL"] = $"postgres://{login.Username}:{Uri.EscapeDataString(login.Password!)}@{login.Host}:{login.Port}/{login.Database}",
                ["NODE_ENV"] = "production",
            },
        };
        var process = Process.Start(info)!;
        var peer = new PostGraphile(process, new Uri($"http://127.0.0.1:{port}"));
        if (await peer.IsReadyAsync())
        {
            return (peer, null);
        }

        await peer.DisposeAsync();
        return (null, $"it did not start: {peer.Words}");
    }

    /// <summary>Asks once.</summary>
    /// <returns>The answer's <c>data</c>.</returns>
    /// <exception cref="InvalidOperationException">The answer has errors, or a field of it is null.</exception>
    public async Task<JsonNode> AskAsync(string body)
    {
        using var http = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(Url, Path), content);
        var text = await answer.Content.ReadAsStringAsync();
        return !answer.IsSuccessStatusCode || text.Contains("\"errors\"", StringComparison.Ordinal) || text.Contains(":null", StringComparison.Ordinal)
            ? throw new InvalidOperationException($"PostGraphile says {text}\n{Words}")
            : JsonNode.Parse(text)!["data"]!;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task InstallAsync(string folder)
    {
        if (File.Exists(System.IO.Path.Combine(folder, "node_modules", "postgraphile", "package.json")))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(System.IO.Path.Combine(folder, "package.json"), """{ "private": true }""");
        await Tool.RunAsync("npm", ["install", "--no-audit", "--no-fund", "--save-exact", $"postgraphile@{Version}"], folder: folder);
    }

    /// <summary>What it has printed.</summary>
    private string Words
    {
        get
        {
            lock (_words)
            {
                return _words.ToString();
            }
        }
    }

    private void Listen(object sender, DataReceivedEventArgs line)
    {
        lock (_words)
        {
            _words.AppendLine(line.Data);
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        using var http = new HttpClient { BaseAddress = Url };
        while (!_process.HasExited && clock.GetElapsedTime(started) < s_patience)
        {
            try
            {
                using var answer = await http.PostAsJsonAsync(Path, new { query = "{ __typename }" });
                if (answer.IsSuccessStatusCode)
                {
                    return true;
                }
            }
            catch (HttpRequestException)
            {
                // Nobody listens yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), clock);
        }

        return false;
    }
}
