using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Workers.Storage;

/// <summary>Has each project's objects checked once a day: jobs that were lost between a project's database and the queue are made up for.</summary>
internal sealed partial class StorageSweep(IDbContextFactory<RegistryContext> contexts, JobQueue queue, TimeProvider time, ILogger<StorageSweep> logger) : BackgroundService
{
    /// <summary>Time between two looks at which projects are due.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Time between two checks of one project.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromHours(24);

    /// <summary>Projects that one look has checked: 14,400 a day, one after another.</summary>
    private const int Batch = 100;

    /// <summary>Enqueues checks of the projects that are due.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var (now, before) = (time.GetUtcNow(), time.GetUtcNow() - Age);
        // Of several workers, each takes others.
        var due = await context.Projects
            .FromSql($"select * from projects where status = 'Active' and (storage_checked_at is null or storage_checked_at < {before}) order by storage_checked_at nulls first limit {Batch} for update skip locked")
            .ToListAsync(cancellationToken);
        foreach (var project in due)
        {
            project.StorageCheckedAt = now;
            await queue.EnqueueAsync(context, new CheckStorage(project.Id), cancellationToken);
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return due.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await RunOnceAsync(stoppingToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    // The next look does what this one did not.
                    LogFailed(exception);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Projects whose objects are due to be checked could not be found; it is tried again at the next interval")]
    private partial void LogFailed(Exception exception);
}
