using System.Globalization;
using Kolaybase.Embedded.Processes;
using Kolaybase.Embedded.Progress;

namespace Kolaybase.Embedded.Postgres;

/// <summary>Deals with what a killed starter left behind in a cluster's folder. The caller holds the data folder's lock, so nobody else's server can be meant.</summary>
internal static class OrphanedPostmaster
{
    private static readonly TimeSpan FastShutdown = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ImmediateShutdown = TimeSpan.FromSeconds(10);

    /// <summary>Stops a server that still runs on the folder and removes a stale pid file.</summary>
    /// <exception cref="EmbeddedException">The server does not stop.</exception>
    public static async Task CleanUpAsync(string folder, PostgresInstallation binaries, ServerUser? user, StartProgress progress, TimeProvider time, CancellationToken cancellationToken)
    {
        if (PostmasterPidFile.Read(folder) is not { } file)
        {
            return;
        }

        if (ProcessIdentity.Of(file.ProcessId) is not { } process || !await ServesAsync(process.Id, folder, cancellationToken))
        {
            // The id is free or belongs to another program by now. PostgreSQL itself refuses to start in the second case.
            progress.Say("The last run did not end cleanly: removing PostgreSQL's stale pid file.");
            File.Delete(PostmasterPidFile.PathIn(folder));
            return;
        }

        progress.Say($"The last run did not end cleanly: stopping its PostgreSQL (process {process.Id}).");
        if (OperatingSystem.IsWindows())
        {
            await Command.RunAsync(binaries.Program("pg_ctl"), ["stop", "-D", folder, "-m", "fast", "-w"], user, cancellationToken);
        }

        foreach (var (signal, patience) in new[] { (LibC.SigInt, FastShutdown), (LibC.SigQuit, ImmediateShutdown) })
        {
            if (!OperatingSystem.IsWindows() && process.IsAlive)
            {
                _ = LibC.Kill(process.Id, signal);
            }

            if (await Polling.UntilAsync(() => !process.IsAlive, patience, time, cancellationToken))
            {
                return;
            }
        }

        throw new EmbeddedException($"PostgreSQL of an earlier run (process {process.Id}) on '{folder}' does not stop. Stop it yourself, then start again.");
    }

    /// <summary>Whether a process is a PostgreSQL server of this very folder, however its id came to us.</summary>
    internal static async Task<bool> ServesAsync(int processId, string folder, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsLinux())
        {
            // A server changes into its data folder.
            return File.ResolveLinkTarget(Proc(processId, "exe"), false)?.Name is { } program && program.StartsWith("postgres", StringComparison.Ordinal)
                && File.ResolveLinkTarget(Proc(processId, "cwd"), false)?.FullName == RealPath(folder);
        }

        if (OperatingSystem.IsWindows())
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);
            return process.ProcessName == "postgres";
        }

        var list = await Command.RunAsync("ps", ["-o", "command=", "-p", processId.ToString(CultureInfo.InvariantCulture)], null, cancellationToken);
        return list.Output.Contains("postgres", StringComparison.Ordinal) && list.Output.Contains(folder, StringComparison.Ordinal);
    }

    private static string Proc(int processId, string name) => string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/{name}");

    private static string RealPath(string folder)
    {
        var path = "/";
        foreach (var part in folder.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path = Path.Combine(path, part);
            path = new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        }

        return path;
    }
}
