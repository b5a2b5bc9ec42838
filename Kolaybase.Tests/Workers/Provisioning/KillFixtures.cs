using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Kolaybase.Workers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Tests.Workers.Provisioning;

/// <summary>A control plane whose worker can be a process that kills itself at a failpoint, or one in this process.</summary>
public class KillFixture(int major) : ControlPlaneFixture(major)
{
    /// <summary>Changes rows and enqueues a job in one transaction, as the API does.</summary>
    public async Task EnqueueAsync(object job, Guid projectId, ProjectStatus status, CancellationToken cancellationToken)
    {
        await using var context = OpenRegistry();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.Projects.Where(p => p.Id == projectId).ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, status), cancellationToken);
        await Services.GetRequiredService<JobQueue>().EnqueueAsync(context, job, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Runs a worker process until it kills itself at the failpoint.</summary>
    public async Task RunUntilKilledAsync(string failpoint, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string?>(Settings) { ["Kolaybase:Failpoint"] = failpoint, [$"{DatabaseServersOptions.Section}:default:Bootstrap"] = "" };
        await using var worker = WorkerProcess.Start(settings);
        Assert.True(await worker.WaitForExitAsync(cancellationToken) == 137, $"The worker was not killed at {failpoint}. It printed:\n{worker.Output}");
    }

    /// <summary>Runs a worker until no job is left.</summary>
    public async Task RunUntilDoneAsync(CancellationToken cancellationToken, string retryDelays = "0")
    {
        using var host = WorkerHost.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(Settings);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                [$"{DatabaseServersOptions.Section}:default:Bootstrap"] = "",
                ["Kolaybase:Jobs:RetryDelays"] = retryDelays,
            });
            builder.Logging.ClearProviders();
        });
        await host.StartAsync(cancellationToken);
        try
        {
            await using var context = OpenRegistry();
            await Eventually.TrueAsync(
                async () => !await context.QueuedMessages.AnyAsync(m => m.Recipient == JobQueues.Jobs, cancellationToken), "the queue is empty", cancellationToken);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }
}

/// <summary>On the oldest supported server.</summary>
public sealed class KillFixture15() : KillFixture(15);

/// <summary>On the newest supported server.</summary>
public sealed class KillFixture18() : KillFixture(18);
