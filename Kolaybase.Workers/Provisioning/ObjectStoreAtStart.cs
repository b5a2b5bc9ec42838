using Kolaybase.ControlPlane.Objects;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Workers.Provisioning;

/// <summary>Makes what each object store needs (a bucket, a folder), in the background: a store that is away keeps nothing else from starting, and is tried again.</summary>
internal sealed partial class ObjectStoreAtStart(ObjectStores stores, TimeProvider time, ILogger<ObjectStoreAtStart> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var waiting = stores.All.ToDictionary();
        try
        {
            while (true)
            {
                foreach (var (name, store) in waiting.ToList())
                {
                    if (await TryAsync(name, store, stoppingToken))
                    {
                        waiting.Remove(name);
                    }
                }

                if (waiting.Count == 0)
                {
                    return;
                }

                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<bool> TryAsync(string name, IObjectStore store, CancellationToken cancellationToken)
    {
        try
        {
            await store.PrepareAsync(cancellationToken);
            return true;
        }
        catch (ObjectStoreException exception)
        {
            LogUnprepared(name, exception.Fault, exception.Message);
            return false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(name, exception);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The object store {Store} could not be prepared; it is tried again")]
    private partial void LogFailed(string store, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The object store {Store} could not be prepared ({Fault}); it is tried again: {Reason}")]
    private partial void LogUnprepared(string store, ObjectStoreFault fault, string reason);
}
