namespace Kolaybase.Api.Http.Requests;

/// <summary>
/// Between the order to stop and the end of listening: <c>/health</c> says 503 already and requests are still served, so that whoever spreads them over
/// replicas has time to leave this one out. None is lost then.
/// </summary>
internal sealed class DrainBeforeStop(HttpOptions options, IHostApplicationLifetime lifetime, TimeProvider clock) : IHostedLifecycleService
{
    /// <summary>Runs before any service is stopped, the server among them.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A signal has said so already; whoever stops the host by a call says it only after this.
        lifetime.StopApplication();
        return options.DrainSeconds == 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(options.DrainSeconds), clock, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
