using Kolaybase.ControlPlane.Databases;
using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.Platform;
using Kolaybase.Tests.Support;
using MimeKit;

namespace Kolaybase.Tests.Telemetry;

/// <summary>A real API and a real worker as processes of their own on one control plane, which export to a receiver of the test.</summary>
public sealed class TelemetryStack : IAsyncLifetime
{
    /// <summary>Tests of one collection share the two processes, each with accounts and traces of its own.</summary>
    public const string Collection = "Telemetry";

    public const string MetricsToken = "a-token-that-only-the-scraper-has-0123456789";

    private readonly ControlPlane18 _plane = new();
    private OtlpReceiver? _receiver;
    private ApiProcess? _api;
    private WorkerProcess? _worker;

    public HttpClient Client { get; private set; } = null!;

    internal OtlpReceiver Receiver => _receiver!;

    /// <summary>What both processes wrote to their consoles.</summary>
    public string Output => _api!.Output + _worker!.Output;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _plane.InitializeAsync();
        _receiver = await OtlpReceiver.StartAsync();
        var settings = new Dictionary<string, string?>(_plane.Settings.Concat(_receiver.Settings))
        {
            // The fixture has prepared it.
            [$"{DatabaseServersOptions.Section}:default:Bootstrap"] = "",
            ["Kolaybase:PasswordIterations"] = "1000",
            // All tests come from one address.
            ["Kolaybase:RateLimits:AuthPerAddress"] = "100000",
            ["Kolaybase:RateLimits:AuthPerAccount"] = "100000",
            ["Kolaybase:Metrics:Token"] = MetricsToken,
            ["ConnectionStrings:redis"] = (await GarnetServers.Get()).ConnectionString,
        };
        var address = new Uri($"http://127.0.0.1:{ServerPort.Free()}");
        _worker = WorkerProcess.Start(settings.Append(KeyValuePair.Create("OTEL_SERVICE_NAME", (string?)"kolaybase-workers")));
        _api = await ApiProcess.StartAsync(settings.Append(KeyValuePair.Create("OTEL_SERVICE_NAME", (string?)"kolaybase-api")), address);
        Client = new HttpClient { BaseAddress = address };
    }

    /// <summary>A new account, signed in.</summary>
    public Task<PlatformClient> SignUpAsync() => PlatformClient.SignUpAsync(Client);

    /// <summary>The mail to an address, once it was written.</summary>
    public async Task<MimeMessage> MailToAsync(string address)
    {
        MimeMessage? found = null;
        await Eventually.TrueAsync(
            () =>
            {
                found = Directory.GetFiles(_plane.Settings["Kolaybase:Mail:Folder"]!, "*.eml").Select(file => MimeMessage.Load(file))
                    .FirstOrDefault(m => m.To.Mailboxes.Any(t => t.Address == address));
                return Task.FromResult(found is not null);
            },
            $"a mail to {address} is written",
            Cancel);
        return found!;
    }

    /// <summary>The spans of a trace, once the wanted ones are among them.</summary>
    internal async Task<IReadOnlyList<ReceivedSpan>> TraceAsync(string traceId, params string[] names)
    {
        IReadOnlyList<ReceivedSpan> spans = [];
        await Eventually.TrueAsync(
            () =>
            {
                spans = [.. Receiver.Spans.Where(s => s.TraceId == traceId).OrderBy(s => s.Start)];
                return Task.FromResult(!names.Except(spans.Select(s => s.Name)).Any());
            },
            $"all of {string.Join(", ", names)} are exported",
            Cancel);
        return spans;
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        if (_receiver is not null)
        {
            await _receiver.DisposeAsync();
        }

        await _plane.DisposeAsync();
    }
}

[CollectionDefinition(TelemetryStack.Collection)]
public sealed class TelemetryCollection : ICollectionFixture<TelemetryStack>;
