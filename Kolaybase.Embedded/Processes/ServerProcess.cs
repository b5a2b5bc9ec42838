using System.Diagnostics;

namespace Kolaybase.Embedded.Processes;

/// <summary>A server that runs as our child until it is stopped.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int KeptLines = 40;
    private readonly Process _process;
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(ProcessStartInfo info)
    {
        _process = new Process { StartInfo = info, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Exited += (_, _) => _exited.TrySetResult(_process.ExitCode);
    }

    public int Id { get; private set; }

    /// <summary>Ends with the exit code when the process ends, whoever ended it.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>The last lines that the server printed itself (not what it wrote to a log file).</summary>
    public string LastLines
    {
        get
        {
            lock (_lines)
            {
                return string.Join(Environment.NewLine, _lines);
            }
        }
    }

    public static async Task<ServerProcess> StartAsync(
        IReadOnlyList<string> command, ServerUser? user, string deathSignal, IReadOnlyDictionary<string, string>? environment = null)
    {
        var wrapped = await ServerWrapper.WrapAsync(command, deathSignal);
        var info = Command.StartInfo(wrapped[0], wrapped.Skip(1), user);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[name] = value;
        }

        var server = new ServerProcess(info);
        await SpawnThread.StartAsync(server._process);
        server.Id = server._process.Id;
        server._process.StandardInput.Close();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    public void Signal(int signal)
    {
        if (Exited.IsCompleted)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            _process.Kill();
        }
        else
        {
            // The child is not yet reaped while Exited is pending, so the id can't be another's.
            _ = LibC.Kill(Id, signal);
        }
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>False when it did not end in time.</returns>
    public async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider time)
    {
        try
        {
            await Exited.WaitAsync(atMost, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public void Dispose() => _process.Dispose();

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }
    }
}
