using Kolaybase.ControlPlane.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Workers.Provisioning;

/// <summary>Sees to it that the realm of the platform's own users is there; tries until it is, so that a worker starts and does its other work while the identity server is away.</summary>
internal sealed partial class PlatformRealm(IServiceScopeFactory scopes, TimeProvider clock, ILogger<PlatformRealm> logger) : BackgroundService
{
    /// <summary>From one try to the next.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryAsync(stoppingToken))
        {
            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IdentityStores>().Platform.EnsureRealmAsync(Realms.Platform, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            NotMade(logger, exception);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The realm of the platform's own users could not be made. It is tried again in 10 seconds.")]
    private static partial void NotMade(ILogger logger, Exception exception);
}
