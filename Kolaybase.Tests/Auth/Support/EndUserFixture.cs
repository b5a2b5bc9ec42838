using System.Collections.Concurrent;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Settings;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Workers;
using Kolaybase.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Tests.Auth.Support;

/// <summary>The API and a worker on a control plane of their own; mails are caught instead of sent.</summary>
public class EndUserFixture : ControlPlaneFixture, IAsyncLifetime
{
    private readonly ConcurrentBag<TestApi> _former = [];
    private readonly SkippableStart _start = new();
    private TestApi? _api;
    private IHost? _worker;

    public EndUserFixture()
    {
    }

    protected EndUserFixture(int major) : base(major)
    {
    }

    public TestApi Api => _api!;

    public CaughtMails Mails { get; } = new();

    public TestLog WorkerLog { get; } = new();

    /// <summary>Name of the identity server of the projects that are made.</summary>
    public virtual string IdentityServer => IdentityStores.Builtin;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        if (await _start.RunAsync(FindAsync))
        {
            await StartAsync();
        }
    }

    /// <summary>Finds what a derived fixture needs before all else; skips where it can't be had.</summary>
    protected virtual Task FindAsync() => Task.CompletedTask;

    private async Task StartAsync()
    {
        await InitializeAsync();
        _worker = WorkerHost.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(Settings);
            builder.Configuration.AddInMemoryCollection([KeyValuePair.Create($"{DatabaseServersOptions.Section}:default:Bootstrap", (string?)"")]);
            builder.Services.AddSingleton(Mails);
            builder.Services.AddScoped<IJobHandler<SendMail>, CaughtMails.Handler>();
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(WorkerLog);
        });
        await _worker.StartAsync();
        _api = await StartApiAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        foreach (var api in _former)
        {
            await api.DisposeAsync();
        }

        if (_worker is not null)
        {
            await _worker.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)_worker).DisposeAsync();
        }

        await DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Another API process on the same control plane; the caller disposes it.</summary>
    public Task<TestApi> StartApiAsync(params (string Key, string Value)[] settings)
    {
        _start.Check();
        return TestApi.StartAsync(configure: builder => builder.Configuration
            .AddInMemoryCollection(Settings
                .Append(KeyValuePair.Create("Kolaybase:PasswordIterations", (string?)"1000"))
                // All tests share one address and one process.
                .Append(KeyValuePair.Create("Kolaybase:RateLimits:AuthPerAddress", (string?)"100000"))
                .Append(KeyValuePair.Create("Kolaybase:RateLimits:AuthPerAccount", (string?)"100000"))
                // Tests come from whatever address they say.
                .Append(KeyValuePair.Create("Kolaybase:TrustedProxies", (string?)"127.0.0.1")))
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))));
    }

    /// <summary>An API process that has counted nothing yet takes the place of the first.</summary>
    public async Task RestartApiAsync()
    {
        var next = await StartApiAsync();
        _former.Add(_api!);
        _api = next;
    }

    /// <summary>A project with a realm and nothing else.</summary>
    public async Task<EndUserProject> CreateProjectAsync(AuthSettings? settings = null)
    {
        _start.Check();
        var (project, anonKey, serviceKey) = await Projects.AddRowAsync(Cancel);
        await using var scope = Services.CreateAsyncScope();
        await using var db = OpenRegistry();
        await db.Projects.Where(p => p.Id == project.Id).ExecuteUpdateAsync(
            s => s.SetProperty(p => p.Status, ProjectStatus.Active).SetProperty(p => p.IdentityServer, IdentityServer), Cancel);
        await scope.ServiceProvider.GetRequiredService<IdentityStores>().Of(IdentityServer).EnsureRealmAsync(Realms.OfProject(project.Id), Cancel);
        await scope.ServiceProvider.GetRequiredService<AuthSettingsStore>().WriteAsync(project.Id, settings ?? AuthSettings.Default, Cancel);
        return new EndUserProject(this, project.Id, anonKey, serviceKey);
    }

    /// <summary>Asks a service of the control plane in a scope of its own.</summary>
    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        _start.Check();
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Waits until the worker has nothing more to do.</summary>
    public Task IdleAsync() => Eventually.TrueAsync(
        async () =>
        {
            await using var db = OpenRegistry();
            return !await db.QueuedMessages.AnyAsync(Cancel);
        },
        "the queue is empty",
        Cancel);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
