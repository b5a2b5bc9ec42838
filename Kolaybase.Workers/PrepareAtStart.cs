using Kolaybase.ControlPlane;
using Microsoft.Extensions.Hosting;

namespace Kolaybase.Workers;

/// <summary>Prepares servers and the control database before the other services of the host start.</summary>
internal sealed class PrepareAtStart(ControlPlaneStartup startup) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => startup.PrepareAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
