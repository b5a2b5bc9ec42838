using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kolaybase.ServiceDefaults;

/// <summary>How the programs run their hosts.</summary>
public static class RunUntilStopped
{
    /// <summary>
    /// Runs the host until it is told to stop. Told so while it still starts, as a platform does that changes its mind, it ends as cleanly: the start is given up, and
    /// that is no fault.
    /// </summary>
    /// <param name="host">The host, which is disposed at the end.</param>
    public static async Task RunUntilStoppedAsync(this IHost host)
    {
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var (started, stopping) = (lifetime.ApplicationStarted, lifetime.ApplicationStopping);
        try
        {
            await host.RunAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !started.IsCancellationRequested)
        {
        }
    }
}
