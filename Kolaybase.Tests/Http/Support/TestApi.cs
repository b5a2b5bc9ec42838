using System.Collections.Concurrent;
using Kolaybase.Api;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Kolaybase.Tests.Http.Support;

/// <summary>The real API host on a free port, with routes of the test's own; without a database unless given one.</summary>
public sealed class TestApi : IAsyncDisposable
{
    /// <summary>Nothing listens on the discard port of loopback: connections are refused at once.</summary>
    public const string NoDatabase = "Host=127.0.0.1;Port=9;Username=nobody;Password=none;Database=none;Timeout=2";

    private readonly WebApplication _app;

    private TestApi(WebApplication app, TestLog log)
    {
        _app = app;
        Log = log;
        BaseUrl = new Uri(app.Urls.Single());
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = BaseUrl };
    }

    public HttpClient Client { get; }

    public Uri BaseUrl { get; }

    public TestLog Log { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<TestApi> StartAsync(
        Action<WebApplication>? routes = null,
        string control = NoDatabase,
        string? masterKeys = null,
        Action<WebApplicationBuilder>? configure = null,
        params (string Key, string Value)[] settings)
    {
        var log = new TestLog();
        var app = ApiHost.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)).Concat(
            [
                KeyValuePair.Create("ConnectionStrings:control", (string?)control),
                KeyValuePair.Create("Kolaybase:MasterKeys", (string?)(masterKeys ?? MasterKeyRing.Generate("test"))),
                KeyValuePair.Create("Kolaybase:DatabaseServers:default:Provisioner", (string?)control),
            ]));
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(log);
            configure?.Invoke(builder);
        });
        app.Urls.Add("http://127.0.0.1:0");
        routes?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestApi(app, log);
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>Keeps what was logged at Information and above.</summary>
public sealed class TestLog : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<LogEntry> Entries { get; } = [];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(TestLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            var scopes = new List<string>();
            log._scopes.ForEachScope((scope, list) => list.Add(Text(scope)), scopes);
            log.Entries.Enqueue(new(category, logLevel, formatter(state, exception), exception, string.Join(' ', scopes)));
        }

        private static string Text(object? scope) => scope is IEnumerable<KeyValuePair<string, object>> pairs
            ? string.Join(' ', pairs.Select(p => $"{p.Key}={p.Value}"))
            : scope?.ToString() ?? "";
    }
}

public sealed record LogEntry(string Category, LogLevel Level, string Message, Exception? Exception, string Scopes);
