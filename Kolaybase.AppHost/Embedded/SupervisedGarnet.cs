using Kolaybase.Embedded;
using Kolaybase.Embedded.Progress;
using Kolaybase.Embedded.Redis;

namespace Kolaybase.AppHost.Embedded;

/// <summary>
/// Keeps the Redis-protocol server running: when it ends on its own it is started again on the same port,
/// after a pause that doubles up to half a minute. The stack works without it meanwhile.
/// </summary>
internal sealed class SupervisedGarnet : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly StartProgress _progress;
    private readonly GarnetServerOptions _options;
    private readonly TimeProvider _time;
    private readonly Task _watching;
    private GarnetServer _server;

    private SupervisedGarnet(GarnetServer server, GarnetServerOptions options, StartProgress progress, TimeProvider time)
    {
        (_server, _options, _progress, _time) = (server, options with { Port = server.Port }, progress, time);
        _watching = WatchAsync(_stop.Token);
    }

    public int Port => _server.Port;

    public int ProcessId => _server.ProcessId;

    public string ConnectionString => _server.ConnectionString;

    public static async Task<SupervisedGarnet> StartAsync(GarnetServerOptions options, StartProgress progress, TimeProvider time, CancellationToken cancellationToken) =>
        new(await GarnetServer.StartAsync(options, progress, time, cancellationToken), options, progress, time);

    public void Abort() => _server.Abort();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        var pause = TimeSpan.FromSeconds(1);
        try
        {
            while (true)
            {
                var code = await _server.Exited.WaitAsync(stop);
                _progress.Say($"The Redis-protocol server ended on its own (exit code {code}). The stack goes on without it; starting it again in {pause.TotalSeconds} s.");
                await Task.Delay(pause, _time, stop);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                try
                {
                    // Before the next one: it removes the pid file, which the next one writes.
                    await _server.DisposeAsync();
                    _server = await GarnetServer.StartAsync(_options, _progress, _time, stop);
                    _progress.Say($"The Redis-protocol server runs again on 127.0.0.1:{Port}.");
                }
                catch (EmbeddedException exception)
                {
                    _progress.Say(exception.Message);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop: the server is stopped by the caller.
        }
    }
}
