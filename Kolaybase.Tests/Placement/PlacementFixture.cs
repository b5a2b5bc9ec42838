using Kolaybase.ControlPlane.Databases;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Platform;
using Kolaybase.Tests.Support;
using Kolaybase.Workers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Tests.Placement;

/// <summary>
/// Two clusters, one worker, and two APIs that differ in where they place new projects. Both serve all projects. Two projects are made: one on each cluster.
/// </summary>
public sealed class PlacementFixture : IAsyncLifetime
{
    /// <summary>Tests of one collection run one after another: one of them stops a cluster.</summary>
    public const string Collection = "Placement";

    private PostgresServer? _second;
    private TwoClustersPlane? _plane;
    private IHost? _worker;
    private TestApi? _toFirst;
    private TestApi? _toSecond;

    /// <summary>The cluster that a test may stop.</summary>
    public PostgresServer Second => _second!;

    public TwoClustersPlane Plane => _plane!;

    /// <summary>The API that serves the tests; new projects go to the cluster <c>default</c>.</summary>
    public TestApi Api => _toFirst!;

    /// <summary>A developer, owner of all projects.</summary>
    public PlatformClient Owner { get; private set; } = null!;

    /// <summary>On the cluster <c>default</c>.</summary>
    public PlacedProject A { get; private set; } = null!;

    /// <summary>On the cluster <see cref="TwoClustersPlane.Second"/>.</summary>
    public PlacedProject B { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _second = await PostgresServers.StartOwnAsync(18);
        _plane = new TwoClustersPlane(_second);
        await _plane.InitializeAsync();
        _worker = WorkerHost.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(Settings()).AddInMemoryCollection([KeyValuePair.Create("Kolaybase:Jobs:RetryDelays", (string?)"1,3,3,3,3,3")]);
            builder.Logging.ClearProviders();
        });
        await _worker.StartAsync(Cancel);
        _toFirst = await StartApiAsync();
        _toSecond = await StartApiAsync((DatabaseServersOptions.DefaultKey, TwoClustersPlane.Second));
        Owner = await PlatformClient.SignUpAsync(_toFirst.Client);
        A = await CreateAsync(Owner);
        B = await CreateAsync(OwnerAtSecond);
    }

    /// <summary>The owner at the API whose new projects go to the other cluster.</summary>
    public PlatformClient OwnerAtSecond => new(_toSecond!.Client) { Token = Owner.Token };

    /// <summary>Makes a project over HTTP.</summary>
    public async Task<PlacedProject> CreateAsync(PlatformClient owner)
    {
        var made = (await owner.PostAsync("/api/projects", new { name = "placed" })).Expect(201);
        Assert.Equal("ACTIVE", made.GetProperty("status").GetString());
        return await PlacedAsync(made.GetProperty("id").GetGuid());
    }

    /// <summary>A project that was made, with its row.</summary>
    public async Task<PlacedProject> PlacedAsync(Guid id)
    {
        await using var registry = Plane.OpenRegistry();
        var row = await registry.Projects.AsNoTracking().Include(p => p.Keys).SingleAsync(p => p.Id == id, Cancel);
        return new PlacedProject(Api, Owner, row, Plane.Projects.Adopt(row));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var api in new[] { _toFirst, _toSecond }.OfType<TestApi>())
        {
            await api.DisposeAsync();
        }

        if (_worker is not null)
        {
            await _worker.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)_worker).DisposeAsync();
        }

        if (_plane is not null)
        {
            await _plane.DisposeAsync();
        }

        if (_second is not null)
        {
            await _second.DisposeAsync();
        }
    }

    // The fixture has prepared the servers.
    private IEnumerable<KeyValuePair<string, string?>> Settings() => Plane.Settings.Where(s => !s.Key.EndsWith(":Bootstrap", StringComparison.Ordinal));

    private Task<TestApi> StartApiAsync(params (string Key, string Value)[] settings) => TestApi.StartAsync(configure: builder => builder.Configuration
        .AddInMemoryCollection(Settings())
        .AddInMemoryCollection(settings.Append(("Kolaybase:PasswordIterations", "1000")).Select(s => KeyValuePair.Create(s.Item1, (string?)s.Item2))));
}

[CollectionDefinition(PlacementFixture.Collection)]
public sealed class PlacementCollection : ICollectionFixture<PlacementFixture>;
