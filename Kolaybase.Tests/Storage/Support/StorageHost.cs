using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Objects;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Tests.Storage.Support;

/// <summary>The API on a control plane of its own, with one kind of object store.</summary>
public sealed class StorageHost : IAsyncDisposable
{
    private StorageHost(StoragePlane plane, RealmSigner platform, TestApi api) => (Plane, Platform, Api) = (plane, platform, api);

    public StoragePlane Plane { get; }

    /// <summary>Signs tokens of platform users.</summary>
    public RealmSigner Platform { get; }

    public TestApi Api { get; }

    /// <summary>Starts one.</summary>
    /// <param name="store">See <see cref="StorageHosts"/>.</param>
    /// <param name="major">Version of PostgreSQL.</param>
    /// <param name="settings">More settings.</param>
    /// <param name="configure">Replaces services of the API.</param>
    public static async Task<StorageHost> StartAsync(string store, int major, IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null)
    {
        var all = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>());
        if (store != StorageHosts.Files)
        {
            foreach (var (key, value) in (await S3Servers.GetAsync(store)).Settings())
            {
                all.TryAdd(key, value);
            }
        }

        var plane = new StoragePlane(major, all);
        await plane.InitializeAsync();
        await plane.Services.GetRequiredService<ObjectStores>().All.Values.Last().PrepareAsync(TestContext.Current.CancellationToken);
        var platform = RealmSigner.Create(Realms.Platform);
        await using (var registry = plane.OpenRegistry())
        {
            registry.Add(platform.ToRow());
            await registry.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var api = await TestApi.StartAsync(configure: builder =>
        {
            builder.Configuration.AddInMemoryCollection(plane.Settings);
            configure?.Invoke(builder.Services);
        });
        return new StorageHost(plane, platform, api);
    }

    /// <summary>A project of its own for a test.</summary>
    public Task<StorageProject> ProjectAsync() => StorageProject.CreateAsync(this);

    /// <summary>Workers that do what storage leaves to them; the caller disposes them.</summary>
    public async Task<IHost> StartWorkerAsync()
    {
        var worker = WorkerHost.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(Plane.Settings);
            builder.Logging.ClearProviders();
        });
        await worker.StartAsync(TestContext.Current.CancellationToken);
        return worker;
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Plane.DisposeAsync();
    }
}
