using System.Globalization;
using Kolaybase.Embedded.Processes;
using Kolaybase.Embedded.Progress;

namespace Kolaybase.Embedded.Postgres;

/// <summary>A PostgreSQL server on a cluster of its own, running as our child. Reachable on the loopback address only.</summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan FastShutdown = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ImmediateShutdown = TimeSpan.FromSeconds(5);

    private readonly ServerProcess _process;
    private readonly PostgresClusterOptions _options;
    private readonly TimeProvider _time;
    private int _stopping;

    private PostgresCluster(ServerProcess process, PostgresClusterOptions options, PostgresInstallation binaries, int port, TimeProvider time) =>
        (_process, _options, Binaries, Port, _time) = (process, options, binaries, port, time);

    /// <summary>The programs that it runs on.</summary>
    public PostgresInstallation Binaries { get; }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Id of the server's process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Ends with the exit code when the server ends, also when nobody asked it to.</summary>
    public Task<int> Exited => _process.Exited;

    /// <summary>Makes the cluster when there is none, cleans up after a killed run, starts the server and waits until it takes connections.</summary>
    /// <exception cref="EmbeddedException">It did not start; the message says why as far as the server said it.</exception>
    public static async Task<PostgresCluster> StartAsync(
        PostgresClusterOptions options, PostgresBinaries search, StartProgress progress, TimeProvider time, CancellationToken cancellationToken)
    {
        var major = ClusterInitializer.MajorOf(options.Folder);
        var binaries = await search.FindAsync(major ?? options.Major, progress, cancellationToken);
        if (major is null)
        {
            await ClusterInitializer.CreateAsync(options, binaries, progress, cancellationToken);
        }
        else
        {
            await OrphanedPostmaster.CleanUpAsync(options.Folder, binaries, options.User, progress, time, cancellationToken);
        }

        var ports = new ServerPort(options.Port, options.PortFile);
        for (var attempt = 1; ; attempt++)
        {
            var port = ports.Choose("PostgreSQL");
            var process = await ServerProcess.StartAsync([binaries.Program("postgres"), .. PostgresArguments.For(options, binaries.Major, port)], options.User, "INT");
            if (await IsReadyAsync(process, options, time, cancellationToken))
            {
                await RememberAsync(ports, port, process, time);
                return new PostgresCluster(process, options, binaries, port, time);
            }

            var said = process.LastLines;
            process.Dispose();
            if (attempt == Attempts || !MayPass(said, ports))
            {
                throw new EmbeddedException($"PostgreSQL {binaries.Version} ({binaries.BinFolder}) did not start on '{options.Folder}'. It said: {said} More may be in {options.LogFolder}.");
            }

            // Sessions of a killed server notice within moments and go.
            await Task.Delay(TimeSpan.FromMilliseconds(300 * attempt), time, cancellationToken);
        }
    }

    /// <summary>Connection string for Npgsql.</summary>
    /// <param name="user">Login.</param>
    /// <param name="password">Its password; only characters that need no quoting, as <see cref="DataFolders.EmbeddedSecrets.Password"/> makes them.</param>
    /// <param name="database">Database.</param>
    public string ConnectionString(string user, string password, string database) => ConnectionString(Port, user, password, database);

    /// <summary>Connection string for Npgsql to a server that another process runs on this machine.</summary>
    /// <param name="port">Its port.</param>
    /// <param name="user">Login.</param>
    /// <param name="password">Its password; only characters that need no quoting.</param>
    /// <param name="database">Database.</param>
    public static string ConnectionString(int port, string user, string password, string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username={user};Password={password};Database={database}");

    /// <summary>The connection string of the superuser.</summary>
    public string SuperuserConnectionString => ConnectionString("postgres", _options.SuperuserPassword, "postgres");

    /// <summary>Ends all sessions and stops the server. Bounded: after 15 s it is told to drop everything, after 5 more it is killed; nothing committed is lost by either.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopping, 1) == 1)
        {
            await Exited;
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            await Command.RunAsync(Binaries.Program("pg_ctl"), ["stop", "-D", _options.Folder, "-m", "fast", "-w"], null, CancellationToken.None);
        }

        foreach (var (signal, patience) in new[] { (LibC.SigInt, FastShutdown), (LibC.SigQuit, ImmediateShutdown), (LibC.SigKill, ImmediateShutdown) })
        {
            _process.Signal(signal);
            if (await _process.WaitAsync(patience, _time))
            {
                return;
            }
        }
    }

    /// <summary>Tells the server to drop everything at once and does not wait. Its next start replays the log; nothing committed is lost.</summary>
    public void Abort() => _process.Signal(LibC.SigQuit);

    /// <summary>Stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(ServerProcess process, PostgresClusterOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var ended = await Polling.UntilAsync(() => process.Exited.IsCompleted || IsReady(process, options), options.StartTimeout, time, cancellationToken);
            if (ended && !process.Exited.IsCompleted)
            {
                return true;
            }
        }
        catch (OperationCanceledException)
        {
            await KillAsync(process, time);
            throw;
        }

        await KillAsync(process, time);
        return false;
    }

    private static bool IsReady(ServerProcess process, PostgresClusterOptions options) =>
        PostmasterPidFile.Read(options.Folder) is { IsReady: true } file && file.ProcessId == process.Id;

    private static async Task RememberAsync(ServerPort ports, int port, ServerProcess process, TimeProvider time)
    {
        try
        {
            ports.Remember(port);
        }
        catch
        {
            // A full disk, say. Nobody else knows the process yet.
            await KillAsync(process, time);
            process.Dispose();
            throw;
        }
    }

    private static async Task KillAsync(ServerProcess process, TimeProvider time)
    {
        foreach (var signal in new[] { LibC.SigQuit, LibC.SigKill })
        {
            process.Signal(signal);
            if (await process.WaitAsync(ImmediateShutdown, time))
            {
                return;
            }
        }
    }

    // "could not bind IPv4 address": somebody took the port since we looked. "pre-existing shared memory block ... is
    // still in use": sessions of a server that was killed are still there.
    private static bool MayPass(string said, ServerPort ports)
    {
        if (said.Contains("could not bind", StringComparison.Ordinal) && ports.MayChange)
        {
            ports.Forget();
            return true;
        }

        return said.Contains("still in use", StringComparison.Ordinal);
    }
}
