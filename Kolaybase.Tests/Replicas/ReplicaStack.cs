using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.Platform;
using Kolaybase.Tests.Replicas.Load;
using Kolaybase.Tests.Support;
using Npgsql;

namespace Kolaybase.Tests.Replicas;

/// <summary>
/// Two APIs and two workers as processes of their own, on one PostgreSQL and one Redis-protocol server that belong to this stack alone: tests kill
/// them. They run one after the other, and each leaves all parts running.
/// </summary>
public sealed class ReplicaStack : IAsyncLifetime
{
    /// <summary>Tests of this collection share the stack.</summary>
    public const string Collection = "Replicas";

    /// <summary>Seconds between the order to stop and the end of listening.</summary>
    public const int DrainSeconds = 6;

    /// <summary>Sign-ins a minute of one account.</summary>
    public const int AuthPerAccount = 10;

    /// <summary>For what takes seconds on a machine that has nothing else to do.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ApiProcess?[] _apis = new ApiProcess?[2];
    private readonly WorkerProcess?[] _workers = new WorkerProcess?[2];
    private readonly TemporaryFolder _mails = TemporaryFolder.Create();
    private Dictionary<string, string?> _settings = [];
    private SmallDisk? _disk;

    /// <summary>Where the APIs listen.</summary>
    internal IReadOnlyList<Uri> Addresses { get; } = [new($"http://127.0.0.1:{ServerPort.Free()}"), new($"http://127.0.0.1:{ServerPort.Free()}")];

    /// <summary>One client for each API.</summary>
    public IReadOnlyList<HttpClient> Apis { get; private set; } = [];

    /// <summary>A client whose requests go to the APIs that say that they are ready.</summary>
    public HttpClient Balanced { get; private set; } = null!;

    public PostgresServer Postgres { get; private set; } = null!;

    public TestGarnet Redis { get; private set; } = null!;

    public ControlPlaneFixture Plane { get; private set; } = null!;

    /// <summary>The folder of mails, on a small disk.</summary>
    public string Mails => _disk?.Path ?? _mails.Path;

    /// <summary>Why the folder of mails can't be filled up; empty when it can.</summary>
    public string NoSmallDisk { get; private set; } = "";

    /// <summary>What the processes that run now have printed.</summary>
    public string Output => string.Join('\n', _apis.Select(a => a?.Output).Concat(_workers.Select(w => w?.Output)));

    private IReadOnlyList<string> Ended => [.. _apis.Where(a => a?.HasExited is true).Select(a => a!.Output), .. _workers.Where(w => w?.HasExited is true).Select(w => w!.Output)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_disk, NoSmallDisk) = SmallDisk.TryMount(32);
        var redis = GarnetServers.StartOwnAsync();
        Postgres = await PostgresServers.StartOwnAsync(PostgresInstallation.HighestMajor, durable: true);
        Plane = await ControlPlaneFixture.StartOnAsync(
            Postgres,
            new() { Bootstrap = Postgres.SuperuserConnectionString, Provisioner = Postgres.ConnectionString("kolaybase_provisioner", EmbeddedSecrets.Password(), "postgres") },
            Postgres.ConnectionString("kolaybase_control", EmbeddedSecrets.Password(), "kolaybase"));
        Redis = await redis;
        _settings = Settings();
        await Task.WhenAll(StartApiAsync(0), StartApiAsync(1));
        Apis = [.. Addresses.Select(a => new HttpClient { BaseAddress = a })];
        Balanced = new HttpClient(new ReplicaBalancer(Addresses)) { BaseAddress = new Uri("http://balanced") };
        StartWorker(0);
        StartWorker(1);
        // Both APIs and a worker do their work now, however slow the machine is.
        await HealthyAsync();
        await ProjectAsync();
    }

    public async Task StartApiAsync(int index) =>
        _apis[index] = await ApiProcess.StartAsync(_settings.Append(new("OTEL_SERVICE_INSTANCE_ID", $"api{index}")), Addresses[index]);

    public void StartWorker(int index) => _workers[index] = WorkerProcess.Start(_settings);

    /// <summary>As a container platform replaces one: the order to stop, the end, a new one.</summary>
    public async Task ReplaceApiAsync(int index)
    {
        await EndAsync(Interlocked.Exchange(ref _apis[index], null), old => old.StopAsync());

        // As a platform does: the next is replaced when this one says that it is ready.
        await StartApiAsync(index);
        await HealthyAsync();
    }

    /// <inheritdoc cref="ReplaceApiAsync"/>
    public async Task ReplaceWorkerAsync(int index)
    {
        await EndAsync(Interlocked.Exchange(ref _workers[index], null), old => old.StopAsync());

        StartWorker(index);
    }

    /// <summary><c>kill -9</c>, and a new one.</summary>
    public async Task KillApiAsync(int index)
    {
        await EndAsync(Interlocked.Exchange(ref _apis[index], null), old => old.KillAsync());

        await StartApiAsync(index);
    }

    /// <inheritdoc cref="KillApiAsync"/>
    public async Task KillWorkerAsync(int index)
    {
        await EndAsync(Interlocked.Exchange(ref _workers[index], null), old => old.KillAsync());

        StartWorker(index);
    }

    /// <summary>Fails when a process has ended by itself, with what it printed.</summary>
    public void AssertNoneEnded() => Assert.True(Ended is [], string.Join("\n\n", Ended));

    /// <summary>Waits until both APIs say that all is well.</summary>
    public async Task HealthyAsync()
    {
        foreach (var api in Apis)
        {
            await Eventually.TrueAsync(async () => await HealthAsync(api) is { } health && health.Contains("\"status\":\"ok\"", StringComparison.Ordinal), "an API is healthy", Cancel, Patience);
        }
    }

    /// <summary>Waits until both APIs say that Redis does not answer.</summary>
    public async Task CacheIsAwayAsync()
    {
        foreach (var api in Apis)
        {
            await Eventually.TrueAsync(async () => await HealthAsync(api) is { } health && health.Contains("\"part\":\"cache\"", StringComparison.Ordinal), "health says that Redis is away", Cancel, Patience);
        }
    }

    /// <summary>A project of a new account.</summary>
    public async Task<LedgerProject> ProjectAsync() => await LedgerProject.CreateAsync((await SignUpAsync()).One);

    /// <summary>Waits until no job is left.</summary>
    public async Task IdleAsync()
    {
        await using var connection = new NpgsqlConnection($"{Plane.ControlConnectionString};Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand($"select count(*) from {QueuedMessage.Schema}.{QueuedMessage.Table} where recipient = $1", connection);
        command.Parameters.Add(new() { Value = JobQueues.Jobs });
        await Eventually.TrueAsync(async () => await command.ExecuteScalarAsync(Cancel) is 0L, "all jobs are done", Cancel, Patience);
    }

    /// <summary>A new platform account on both APIs.</summary>
    public async Task<(PlatformClient One, PlatformClient Two)> SignUpAsync()
    {
        var one = await PlatformClient.SignUpAsync(Apis[0]);
        return (one, new PlatformClient(Apis[1]) { Token = one.Token });
    }

    public async ValueTask DisposeAsync()
    {
        Balanced?.Dispose();
        foreach (var client in Apis)
        {
            client.Dispose();
        }

        // In this order, and all of them whatever one of them says.
        var faults = new List<Exception>();
        IAsyncDisposable?[] parts = [.. _apis, .. _workers, Plane, Postgres, Redis];
        foreach (var part in parts)
        {
            try
            {
                await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                faults.Add(e);
            }
        }

        _disk?.Dispose();
        _mails.Dispose();
        if (faults.Count > 0)
        {
            throw new AggregateException(faults);
        }
    }

    // There is none where its start failed in a test before.
    private static async Task EndAsync<T>(T? process, Func<T, Task> end)
        where T : class, IAsyncDisposable
    {
        if (process is not null)
        {
            await using (process)
            {
                await end(process);
            }
        }
    }

    private static async Task<string?> HealthAsync(HttpClient api)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            return await api.GetStringAsync("/health", patience.Token);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !Cancel.IsCancellationRequested))
        {
            return null;
        }
    }

    private Dictionary<string, string?> Settings() => new(Plane.Settings)
    {
        // The fixture has prepared it.
        [$"{DatabaseServersOptions.Section}:default:Bootstrap"] = "",
        ["ConnectionStrings:redis"] = Redis.ConnectionString,
        ["Kolaybase:Mail:Folder"] = Mails,
        ["Kolaybase:DrainSeconds"] = $"{DrainSeconds}",
        ["Kolaybase:PasswordIterations"] = "1000",
        // A part may be away for some seconds, and for longer on a busy machine.
        ["Kolaybase:Jobs:RetryDelays"] = "1,1,1,1,2,2,2,5,5,5,10,10,10,10,10,10,10,10,10",
        ["Kolaybase:Platform:ProjectWaitSeconds"] = "50",
        ["Kolaybase:RateLimits:AuthPerAccount"] = $"{AuthPerAccount}",
        // All come from one address.
        ["Kolaybase:RateLimits:AuthPerAddress"] = "1000000",
        ["Kolaybase:RateLimits:DataPerSecond"] = "1000000",
        ["Kolaybase:RateLimits:DataBurst"] = "1000000",
        ["Kolaybase:RateLimits:AccountPerSecond"] = "1000000",
        ["Kolaybase:RateLimits:AccountBurst"] = "1000000",
        ["Kolaybase:RateLimits:InvitesPerAccount"] = "1000000",
        ["Logging:LogLevel:Default"] = "Warning",
    };
}

[CollectionDefinition(ReplicaStack.Collection)]
public sealed class ReplicaCollection : ICollectionFixture<ReplicaStack>;
