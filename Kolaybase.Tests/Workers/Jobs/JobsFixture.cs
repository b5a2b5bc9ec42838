using System.Collections.Concurrent;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Tests.Support;
using Kolaybase.Workers;
using Kolaybase.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Tests.Workers.Jobs;

/// <summary>A control plane whose workers run in process, with a handler of mails that does what the test says.</summary>
public sealed class JobsFixture : IAsyncDisposable
{
    private readonly ConcurrentBag<IHost> _workers = [];
    private readonly ControlPlaneFixture _plane;

    private readonly TemporaryFolder _mails = TemporaryFolder.Create();

    private JobsFixture(ControlPlaneFixture plane) => _plane = plane;

    public ControlPlaneFixture Plane => _plane;

    /// <summary>What every mail job does; set it before a worker starts.</summary>
    public Func<SendMail, JobAttempt, CancellationToken, Task> OnMail { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>What happens when a mail job is given up; set it before a worker starts.</summary>
    public Func<SendMail, Exception, Task<GivenUp>> OnGiveUp { get; set; } = (_, _) => Task.FromResult(GivenUp.DeadLetter);

    public JobQueue Queue => _plane.Services.GetRequiredService<JobQueue>();

    public DeadLetters DeadLetters => _plane.Services.GetRequiredService<DeadLetters>();

    public static async Task<JobsFixture> StartAsync() => new(await ControlPlaneFixture.StartAsync(15));

    public static SendMail Mail(string to = "a@example.org") => new(Guid.CreateVersion7(), to, "test", "");

    public async Task EnqueueAsync(object job, CancellationToken cancellationToken)
    {
        await using var context = _plane.OpenRegistry();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await Queue.EnqueueAsync(context, job, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<int> CountAsync(string queue, CancellationToken cancellationToken)
    {
        await using var context = _plane.OpenRegistry();
        return await context.QueuedMessages.CountAsync(m => m.Recipient == queue, cancellationToken);
    }

    /// <summary>Starts a worker; the fixture stops it.</summary>
    /// <param name="retryDelays">Seconds, comma separated.</param>
    /// <param name="parallelism">Jobs side by side.</param>
    public async Task<IHost> StartWorkerAsync(string retryDelays = "0,0", int parallelism = 4)
    {
        var host = WorkerHost.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(_plane.Settings);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                // The fixture has prepared it.
                [$"{DatabaseServersOptions.Section}:default:Bootstrap"] = "",
                ["Kolaybase:Jobs:RetryDelays"] = retryDelays,
                ["Kolaybase:Jobs:Parallelism"] = $"{parallelism}",
                ["Kolaybase:Mail:Folder"] = _mails.Path,
            });
            builder.Logging.ClearProviders();
            builder.Services.AddScoped<IJobHandler<SendMail>>(_ => new Handler(this));
        });
        _workers.Add(host);
        await host.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.StopAsync();
            await ((IAsyncDisposable)worker).DisposeAsync();
        }

        await _plane.DisposeAsync();
        _mails.Dispose();
    }

    private sealed class Handler(JobsFixture fixture) : IJobHandler<SendMail>
    {
        public Task RunAsync(SendMail job, JobAttempt attempt, CancellationToken cancellationToken) => fixture.OnMail(job, attempt, cancellationToken);

        public Task<GivenUp> GiveUpAsync(SendMail job, Exception cause, CancellationToken cancellationToken) => fixture.OnGiveUp(job, cause);
    }
}
