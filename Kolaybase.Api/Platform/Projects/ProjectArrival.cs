using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Platform.Projects;

/// <summary>Waits until a project is no longer being made.</summary>
internal sealed class ProjectArrival(IDbContextFactory<RegistryContext> contexts, PlatformOptions options, TimeProvider clock)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Looks at the row until its status changes or the patience of <see cref="PlatformOptions.ProjectWaitSeconds"/> ends. No connection is held between looks.</summary>
    public async Task WaitAsync(Guid projectId, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var patience = TimeSpan.FromSeconds(options.ProjectWaitSeconds);
        var pause = s_firstPause;
        while (await IsBeingMadeAsync(projectId, cancellationToken) && clock.GetElapsedTime(began) < patience)
        {
            await Task.Delay(pause, clock, cancellationToken);
            pause = pause * 1.3 < s_longestPause ? pause * 1.3 : s_longestPause;
        }
    }

    private async Task<bool> IsBeingMadeAsync(Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Projects.AnyAsync(p => p.Id == projectId && p.Status == ProjectStatus.Provisioning, cancellationToken);
    }
}
