using Microsoft.Extensions.Hosting;

namespace Kolaybase.AppHost.Embedded;

/// <summary>Keeps a host from listening to signals itself: two hosts and two servers are stopped in order, by <see cref="Stack"/>.</summary>
internal sealed class ManualLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
