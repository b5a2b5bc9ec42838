using System.Collections.Concurrent;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Mail;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Workers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Tests.Workers.Mail;

/// <summary>A control plane with workers that send mails; each test makes one.</summary>
public sealed class MailWorkerFixture : IAsyncDisposable
{
    private readonly ConcurrentBag<IHost> _workers = [];
    private readonly TemporaryFolder _mails = TemporaryFolder.Create();

    private MailWorkerFixture(ControlPlaneFixture plane) => Plane = plane;

    public ControlPlaneFixture Plane { get; }

    public TestLog Log { get; } = new();

    public string MailFolder => _mails.Path;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<MailWorkerFixture> StartAsync() => new(await ControlPlaneFixture.StartAsync(15));

    /// <summary>A project with settings of its own.</summary>
    public async Task<Guid> AddProjectAsync(Func<Guid, AuthSettings>? settings = null)
    {
        var id = (await Plane.Projects.AddRowAsync(Cancel)).Project.Id;
        if (settings is not null)
        {
            await WriteAsync(id, settings(id));
        }

        return id;
    }

    public async Task WriteAsync(Guid projectId, AuthSettings settings)
    {
        await using var db = Plane.OpenRegistry();
        await new AuthSettingsStore(db, TimeProvider.System).WriteAsync(projectId, settings, Cancel);
    }

    /// <summary>Settings of a project whose own server listens on loopback.</summary>
    public AuthSettings OwnServer(Guid projectId, int port, string? user = null, string? password = null, SmtpSecurity security = SmtpSecurity.None, string host = "127.0.0.1") => new()
    {
        Smtp = new SmtpSettings
        {
            Host = host,
            Port = port,
            Security = security,
            From = "Shop <shop@shop.example>",
            User = user,
            PasswordSealed = password is null ? null : Plane.Services.GetRequiredService<SecretBox>().Seal(password, SecretPurposes.SmtpPassword, projectId.ToString()),
        },
    };

    /// <summary>Queues a mail to an end user, as the API does.</summary>
    public async Task EnqueueAsync(Guid projectId, string to, string template = UserMails.MagicLink)
    {
        Assert.True(EmailAddress.TryParse(to, out var address));
        await using var db = Plane.OpenRegistry();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        await Plane.Services.GetRequiredService<MailOutbox>().EnqueueUserMailAsync(db, projectId, template, address, "424242", TimeSpan.FromMinutes(10), Cancel);
        await transaction.CommitAsync(Cancel);
    }

    /// <summary>Configuration of a worker.</summary>
    public Dictionary<string, string?> WorkerSettings(string retryDelays, params (string Key, string Value)[] mail)
    {
        var settings = new Dictionary<string, string?>(Plane.Settings)
        {
            // The fixture has prepared it.
            [$"{DatabaseServersOptions.Section}:default:Bootstrap"] = "",
            ["Kolaybase:Jobs:RetryDelays"] = retryDelays,
            ["Kolaybase:Mail:Folder"] = MailFolder,
        };
        foreach (var (key, value) in mail)
        {
            settings[$"Kolaybase:Mail:{key}"] = value;
        }

        return settings;
    }

    /// <summary>Starts a worker in this process; the fixture stops it.</summary>
    public async Task<IHost> StartWorkerAsync(string retryDelays, params (string Key, string Value)[] mail)
    {
        var worker = WorkerHost.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(WorkerSettings(retryDelays, mail));
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(Log);
        });
        _workers.Add(worker);
        await worker.StartAsync(Cancel);
        return worker;
    }

    /// <summary>Jobs that wait, run or are dead.</summary>
    public async Task<int> CountAsync(string queue)
    {
        await using var db = Plane.OpenRegistry();
        return await db.QueuedMessages.CountAsync(m => m.Recipient == queue, Cancel);
    }

    public Task UntilAsync(string queue, int count) =>
        Eventually.TrueAsync(async () => await CountAsync(queue) == count, $"{count} jobs in \"{queue}\"", Cancel);

    /// <summary>The only mail that was queued, once it has been refused: its owner is told, and the queue's table keeps nothing of it.</summary>
    public async Task<FailedMail> RefusedAsync(Guid projectId)
    {
        await UntilAsync(JobQueues.Jobs, 0);
        Assert.Equal(0, await CountAsync(JobQueues.Dead));
        return Assert.Single(await FailedAsync(projectId));
    }

    public async Task<IReadOnlyList<FailedMail>> FailedAsync(Guid projectId)
    {
        await using var db = Plane.OpenRegistry();
        return await new FailedMails(db, TimeProvider.System).ListAsync(projectId, Cancel);
    }

    public async Task MarkDeletingAsync(Guid projectId)
    {
        await using var db = Plane.OpenRegistry();
        await db.Projects.Where(p => p.Id == projectId).ExecuteUpdateAsync(s => s.SetProperty(p => p.Status, ProjectStatus.Deleting), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)worker).DisposeAsync();
        }

        await Plane.DisposeAsync();
        _mails.Dispose();
    }
}
