using System.Text.Json;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Processes;
using Kolaybase.Embedded.Progress;

namespace Kolaybase.Embedded.Redis;

/// <summary>A Redis-protocol server running as our child, on the loopback address only. It keeps nothing on disk: what it holds may vanish.</summary>
public sealed class GarnetServer : IAsyncDisposable
{
    private const int Attempts = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ServerProcess _process;
    private readonly GarnetServerOptions _options;
    private readonly TimeProvider _time;

    private GarnetServer(ServerProcess process, GarnetServerOptions options, int port, TimeProvider time) =>
        (_process, _options, Port, _time) = (process, options, port, time);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Id of the server's process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Ends with the exit code when the server ends, also when nobody asked it to.</summary>
    public Task<int> Exited => _process.Exited;

    /// <summary>Connection string for StackExchange.Redis.</summary>
    public string ConnectionString => (_options with { Port = Port }).ConnectionString;

    /// <summary>Finds the program, stops what a killed run left behind and chooses the port, so that others can be told it before the server runs.</summary>
    /// <returns>The options with that port.</returns>
    /// <exception cref="EmbeddedException">The tool is missing or the configured port is taken.</exception>
    public static async Task<GarnetServerOptions> PrepareAsync(GarnetServerOptions options, StartProgress progress, TimeProvider time, CancellationToken cancellationToken)
    {
        _ = GarnetTool.Locate(Environment.GetEnvironmentVariable);
        await StopOrphanAsync(options, progress, time, cancellationToken);
        return options with { Port = new ServerPort(options.Port, options.PortFile).Choose("Garnet") };
    }

    /// <summary>Stops what a killed run left behind, starts the server and waits until it answers.</summary>
    /// <exception cref="EmbeddedException">The tool is missing or the server did not start.</exception>
    public static async Task<GarnetServer> StartAsync(GarnetServerOptions options, StartProgress progress, TimeProvider time, CancellationToken cancellationToken)
    {
        var program = GarnetTool.Locate(Environment.GetEnvironmentVariable);
        await StopOrphanAsync(options, progress, time, cancellationToken);
        var settings = Path.Combine(options.Folder, "garnet.conf");
        var ports = new ServerPort(options.Port, options.PortFile);
        for (var attempt = 1; ; attempt++)
        {
            var port = ports.Choose("Garnet");
            PrivateFile.Write(settings, GarnetSettings.Write(options, port), owner: null);
            var process = await ServerProcess.StartAsync([Dotnet(), program, "--config-import-path", settings], null, "TERM", GarnetSettings.Environment);
            try
            {
                File.WriteAllText(PidFile(options), JsonSerializer.Serialize(ProcessIdentity.Of(process.Id)));
                if (await AnswersAsync(process, port, options, time, cancellationToken))
                {
                    ports.Remember(port);
                    return new GarnetServer(process, options, port, time);
                }
            }
            catch
            {
                // Nobody else knows the process yet.
                await EndAsync(process, time);
                process.Dispose();
                throw;
            }

            await EndAsync(process, time);
            ports.Forget();
            var said = process.LastLines;
            process.Dispose();
            if (attempt == Attempts)
            {
                throw new EmbeddedException($"The Redis-protocol server ({program}) did not start. It said: {said} More may be in {options.LogFile}.");
            }
        }
    }

    /// <summary>Stops the server; it has nothing to save, so it is killed when it takes longer than 5 s.</summary>
    public async Task StopAsync()
    {
        await EndAsync(_process, _time);
        File.Delete(PidFile(_options));
    }

    /// <summary>Kills the server and does not wait.</summary>
    public void Abort() => _process.Signal(LibC.SigKill);

    /// <summary>Stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        finally
        {
            _process.Dispose();
        }
    }

    private static string PidFile(GarnetServerOptions options) => Path.Combine(options.Folder, "garnet.pid");

    // The runtime that runs us runs Garnet too; a self-contained host has none, then the one on PATH does.
    private static string Dotnet() =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path && File.Exists(path) ? path
        : Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own
        : "dotnet";

    private static async Task<bool> AnswersAsync(ServerProcess process, int port, GarnetServerOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (!process.Exited.IsCompleted && time.GetElapsedTime(start) < options.StartTimeout)
        {
            if (await GarnetProbe.AnswersAsync(port, options.Password, cancellationToken))
            {
                return true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
        }

        return false;
    }

    private static async Task EndAsync(ServerProcess process, TimeProvider time)
    {
        process.Signal(LibC.SigTerm);
        if (!await process.WaitAsync(Patience, time))
        {
            process.Signal(LibC.SigKill);
            await process.WaitAsync(Patience, time);
        }
    }

    private static async Task StopOrphanAsync(GarnetServerOptions options, StartProgress progress, TimeProvider time, CancellationToken cancellationToken)
    {
        var file = PidFile(options);
        if (File.Exists(file) && Read(file) is { IsAlive: true } orphan)
        {
            progress.Say($"The last run did not end cleanly: stopping its Redis-protocol server (process {orphan.Id}).");
            using var process = System.Diagnostics.Process.GetProcessById(orphan.Id);
            process.Kill();
            await Polling.UntilAsync(() => !orphan.IsAlive, Patience, time, cancellationToken);
        }

        File.Delete(file);
    }

    private static ProcessIdentity? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessIdentity>(File.ReadAllText(file));
        }
        catch (JsonException)
        {
            // Half written by a run that was killed: it names nobody.
            return null;
        }
    }
}
