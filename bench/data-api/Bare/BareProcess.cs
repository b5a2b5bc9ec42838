using System.Diagnostics;
using System.Text.Json;
using Kolaybase.Bench.Harness;
using Npgsql;

namespace Kolaybase.Bench.DataApi.Bare;

/// <summary><see cref="BareServer"/> as a process of its own.</summary>
internal sealed class BareProcess : IAsyncDisposable
{
    private readonly Process _process;

    private BareProcess(Process process, Uri url) => (_process, Url) = (process, url);

    /// <summary>Scheme, host and port.</summary>
    public Uri Url { get; }

    /// <summary>Its id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts it with as many connections as the API has for one project.</summary>
    public static async Task<BareProcess> StartAsync(NpgsqlConnectionStringBuilder login, string folder, Dictionary<string, BareServer.Plan> plans)
    {
        const int connections = 6;
        var file = Path.Combine(folder, "bare.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(plans));
        var url = new Uri($"http://127.0.0.1:{StackProcess.FreePort()}");
        var pool = new NpgsqlConnectionStringBuilder(login.ConnectionString) { Pooling = true, MaxPoolSize = connections, MaxAutoPrepare = 10, NoResetOnClose = true };
        var info = new ProcessStartInfo("dotnet", [typeof(BareProcess).Assembly.Location, "serve", url.ToString(), file]) { Environment = { [BareServer.Variable] = pool.ConnectionString } };
        var bare = new BareProcess(Process.Start(info)!, url);
        using var http = new HttpClient { BaseAddress = url };
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/hello", UriKind.Relative));
                return bare;
            }
            catch (HttpRequestException) when (attempt < 300 && !bare._process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
