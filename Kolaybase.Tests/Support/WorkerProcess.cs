using System.Collections.Concurrent;
using System.Diagnostics;
using Kolaybase.Workers;

namespace Kolaybase.Tests.Support;

/// <summary>The built worker as a process of its own, to be killed.</summary>
public sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;

    private WorkerProcess(ProcessStartInfo info)
    {
        _process = new Process { StartInfo = info };
        _process.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
    }

    /// <summary>Whether it has ended, by itself or killed.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>All that it printed so far.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts it with settings given as environment variables.</summary>
    public static WorkerProcess Start(IEnumerable<KeyValuePair<string, string?>> settings, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [typeof(WorkerHost).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in settings)
        {
            info.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var worker = new WorkerProcess(info);
        worker._process.Start();
        worker._process.BeginOutputReadLine();
        worker._process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code: 137 when it was killed.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The worker did not end. It printed:\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>The order to stop that a container platform gives (SIGTERM), and a clean end.</summary>
    public Task StopAsync() => TerminatedProcess.StopAsync(_process, () => Output);

    /// <summary><c>kill -9</c>: nothing of it runs on.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
