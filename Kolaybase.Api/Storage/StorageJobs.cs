using System.Collections.Concurrent;
using System.Threading.Channels;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Api.Storage;

/// <summary>
/// Asks workers for what storage leaves to them. That bytes can go is a row of the project's own database, in another transaction than the job: a job that
/// is lost in between is made up for by the workers' daily sweep. So jobs are gathered for a moment, one for each project.
/// </summary>
internal sealed partial class StorageJobs(JobQueue queue, IDbContextFactory<RegistryContext> contexts, TimeProvider time, ILogger<StorageJobs> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<Guid, bool> _waiting = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Has the removals of a project worked off soon.</summary>
    public void RemoveObjects(Guid projectId)
    {
        if (_waiting.TryAdd(projectId, true))
        {
            _wake.Writer.TryWrite(true);
        }
    }

    /// <summary>Has a bucket's deletion gone on with. When this returns the job is in the queue.</summary>
    public Task DeleteBucketAsync(Guid projectId, string bucket, CancellationToken cancellationToken) => EnqueueAsync([new DeleteBucket(projectId, bucket)], cancellationToken);

    /// <summary>Has rows and bytes compared. When this returns the job is in the queue.</summary>
    public Task CheckAsync(Guid projectId, CancellationToken cancellationToken) => EnqueueAsync([new CheckStorage(projectId)], cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _wake.Reader.WaitToReadAsync(stoppingToken))
            {
                _wake.Reader.TryRead(out _);
                await FlushAsync(stoppingToken);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What waits is asked for on the way out.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
            await FlushAsync(patience.Token);
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        var projects = _waiting.Keys.ToList();
        if (projects.Count == 0)
        {
            return;
        }

        // Forgotten before they are enqueued: what comes meanwhile gets a job of its own.
        projects.ForEach(p => _waiting.TryRemove(p, out _));
        try
        {
            await EnqueueAsync([.. projects.Select(p => new RemoveObjects(p))], cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogNotEnqueued(e);
        }
        catch (OperationCanceledException)
        {
            LogNotEnqueued(null);
        }
    }

    private async Task EnqueueAsync(IReadOnlyList<object> jobs, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        foreach (var job in jobs)
        {
            await queue.EnqueueAsync(context, job, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Workers could not be asked to remove bytes of objects; their daily sweep does it")]
    private partial void LogNotEnqueued(Exception? exception);
}
