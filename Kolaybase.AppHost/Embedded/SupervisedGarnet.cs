using Kolaybase.Embedded;
using Kolaybase.Embedded.Progress;
using Kolaybase.Embedded.Redis;

namespace Kolaybase.AppHost.Embedded;

/// <summary>
/// Keeps the Redis-protocol server running: when it ends on its own, or can't be started, it is started again on
/// the same port after a pause that doubles up to half a minute. The stack works without it meanwhile.
/// </summary>
internal sealed class SupervisedGarnet : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly GarnetServerOptions _options;
    private readonly Action<int> _started;
    private readonly StartProgress _progress;
    private readonly TimeProvider _time;
    private readonly Task _watching;
    private volatile GarnetServer? _server;
    private bool _ranBefore;

    private SupervisedGarnet(GarnetServerOptions options, Action<int> started, StartProgress progress, TimeProvider time)
    {
        (_options, _started, _progress, _time) = (options, started, progress, time);
        _watching = Task.Run(() => WatchAsync(_stop.Token));
    }

    /// <summary>For StackExchange.Redis. Known from the beginning; nobody answers there until the server has started.</summary>
    public string ConnectionString => _options.ConnectionString;

    /// <summary>Finds the program, ends what a killed run left behind and chooses the port. The server itself is started beside the caller.</summary>
    /// <param name="options">Where it lives.</param>
    /// <param name="started">Told the port when the server answers for the first time.</param>
    /// <param name="progress">Told what goes wrong later.</param>
    /// <param name="time">Clock of the pauses.</param>
    /// <param name="cancellationToken">Gives up the preparation.</param>
    /// <exception cref="EmbeddedException">The program is missing.</exception>
    public static async Task<SupervisedGarnet> StartAsync(
        GarnetServerOptions options, Action<int> started, StartProgress progress, TimeProvider time, CancellationToken cancellationToken) =>
        new(await GarnetServer.PrepareAsync(options, progress, time, cancellationToken), started, progress, time);

    /// <summary>Kills the server and does not wait.</summary>
    public void Abort() => _server?.Abort();

    /// <summary>Stops the server. What goes wrong is said, not thrown.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                await RunOnceAsync(pause, stop);
                await Task.Delay(pause, _time, stop);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop, and the server is stopped.
        }
    }

    private async Task RunOnceAsync(TimeSpan pause, CancellationToken stop)
    {
        try
        {
            await using var server = await GarnetServer.StartAsync(_options, _progress, _time, stop);
            _server = server;
            SayStarted(server.Port);
            var code = await server.Exited.WaitAsync(stop);
            _progress.Say($"The Redis-protocol server ended on its own (exit code {code}). The stack goes on without it; starting it again in {pause.TotalSeconds} s.");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            // Whatever it is (a full disk, a program that can't be run), it may pass, and ends neither the stack nor this loop.
            var next = stop.IsCancellationRequested ? "" : $" The stack goes on without it; trying again in {pause.TotalSeconds} s.";
            _progress.Say($"The Redis-protocol server has a fault: {exception.Message}{next}");
        }
    }

    private void SayStarted(int port)
    {
        if (_ranBefore)
        {
            _progress.Say($"The Redis-protocol server runs again on 127.0.0.1:{port}.");
        }
        else
        {
            _ranBefore = true;
            _started(port);
        }
    }
}
