using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.AppHost;

/// <summary>A data folder of one test, to start the AppHost on as often as it likes with programs of one major version.</summary>
internal sealed class AppHostFolder : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = TemporaryFolder.CreateInMemory();
    private readonly List<AppHostProcess> _started = [];

    private AppHostFolder(string binFolder) => BinFolder = binFolder;

    public string BinFolder { get; }

    public string Data => _folder.Combine("data");

    public static async Task<AppHostFolder> CreateAsync(int major) => new((await PostgresServers.Get(major)).BinFolder);

    /// <summary>Starts the AppHost and does not wait.</summary>
    public AppHostProcess Start(IEnumerable<string>? arguments = null, string? binFolder = null, string? failpoint = null, IReadOnlyDictionary<string, string>? more = null)
    {
        var variables = Variables(binFolder);
        foreach (var (name, value) in more ?? new Dictionary<string, string>())
        {
            variables[name] = value;
        }

        if (failpoint is not null)
        {
            variables["Kolaybase__Failpoint"] = failpoint;
        }

        var host = AppHostProcess.Start(Data, variables, arguments);
        _started.Add(host);
        return host;
    }

    /// <summary>Starts the AppHost through <c>dotnet run</c> and does not wait.</summary>
    public AppHostProcess StartWithDotnetRun()
    {
        var host = AppHostProcess.StartWithDotnetRun(Data, Variables());
        _started.Add(host);
        return host;
    }

    /// <summary>Starts the AppHost and waits until everything runs.</summary>
    public async Task<AppHostProcess> StartReadyAsync(IEnumerable<string>? arguments = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        var host = Start(arguments, more: variables);
        await host.WaitUntilReadyAsync();

        // The stack is ready before its Redis-protocol server is, which starts beside it.
        Assert.True(
            await Polling.UntilAsync(() => TryId(() => host.GarnetId) is not null, TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken),
            "The Redis-protocol server did not start.");
        return host;
    }

    /// <summary>Waits until none of the processes is left.</summary>
    public static async Task AssertGoneAsync(params ProcessIdentity?[] processes) =>
        Assert.True(
            await Polling.UntilAsync(() => processes.All(process => process is null or { IsAlive: false }), TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken),
            "A process was left behind.");

    public async ValueTask DisposeAsync()
    {
        var servers = _started.SelectMany(host => new[] { TryId(() => host.PostgresId), TryId(() => host.GarnetId) }).ToArray();
        foreach (var host in _started)
        {
            await host.DisposeAsync();
        }

        await AssertGoneAsync(servers);
        _folder.Dispose();
    }

    private Dictionary<string, string> Variables(string? binFolder = null) => new() { ["KOLAYBASE_PG_BIN"] = binFolder ?? BinFolder };

    private static ProcessIdentity? TryId(Func<int> id)
    {
        try
        {
            return ProcessIdentity.Of(id());
        }
        catch (Exception exception) when (exception is IOException or NullReferenceException or System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
