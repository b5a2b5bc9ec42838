using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.Workers;

/// <summary>Workers that start while a database server does not answer.</summary>
public class StartWithoutServersTests
{
    private const string Second = "second";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_control_databases_server_is_waited_for_and_others_are_not()
    {
        await using var first = await PostgresServers.StartOwnAsync(18);
        await using var second = await PostgresServers.StartOwnAsync(15);
        await first.StopAsync();
        await second.StopAsync();
        await using var run = new Run(Settings(first, second, "3600"));

        var starting = run.Start.StartAsync(Cancel);
        await run.LoggedAsync("The database server \"default\" (Kolaybase:DatabaseServers:default:Bootstrap) can't be reached; waiting for it, about 3600 seconds at most: Failed to connect to 127.0.0.1:");
        await first.StartAgainAsync();
        await run.UntilAsync(() => starting.IsCompleted, "the start goes on");
        await starting;
        Assert.True(await IsPreparedAsync(first));
        await run.LoggedAsync("The database server second (Kolaybase:DatabaseServers) can't be prepared, and jobs of its projects may fail until it is; it is tried again every 10 seconds: Failed to connect to 127.0.0.1:");

        await second.StartAgainAsync();
        await run.LoggedAsync("The database server second is there and prepared");
        Assert.True(await IsPreparedAsync(second));
        await run.Start.StopAsync(Cancel);
        Assert.DoesNotContain(run.Log.Entries, e => e.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task A_further_server_that_can_not_be_used_stops_nobody_and_is_told_once_for_each_reason()
    {
        await using var first = await PostgresServers.StartOwnAsync(18);
        await using var second = await PostgresServers.StartOwnAsync(18);
        await second.ExecuteAsync("create role admin login createdb password 'other'", Cancel);
        var settings = Settings(first, second, "60");
        settings[$"{DatabaseServersOptions.Section}:{Second}:Bootstrap"] = second.ConnectionString("admin", "admin", "postgres");
        await using var run = new Run(settings);

        await run.Start.StartAsync(Cancel);
        Assert.Single(run.Log.Entries, e => e.Message.Contains("28P01", StringComparison.Ordinal));
        await second.ExecuteAsync("alter role admin password 'admin'", Cancel);
        await run.UntilAsync(() => run.Log.Entries.Any(e => e.Message.EndsWith("lacks CREATEROLE, BYPASSRLS: give it these attributes or use a superuser.", StringComparison.Ordinal)), "the new reason is told");
        await second.ExecuteAsync("alter role admin createrole bypassrls", Cancel);
        await run.LoggedAsync("The database server second is there and prepared");
        await run.Start.StopAsync(Cancel);
        Assert.Equal(2, run.Log.Entries.Count(e => e.Message.Contains("can't be prepared", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task To_migrate_waits_for_every_server()
    {
        await using var first = await PostgresServers.StartOwnAsync(18);
        await using var second = await PostgresServers.StartOwnAsync(18);
        await second.StopAsync();
        await using var run = new Run(Settings(first, second, "3600"));

        var preparing = run.Startup.PrepareAsync(Cancel);
        await run.LoggedAsync("The database server \"second\" (Kolaybase:DatabaseServers:second:Bootstrap) can't be reached; waiting for it");
        Assert.False(preparing.IsCompleted);
        await second.StartAgainAsync();
        await run.UntilAsync(() => preparing.IsCompleted, "it goes on");
        await preparing;
        Assert.True(await IsPreparedAsync(second));
    }

    [Fact]
    public async Task Who_waits_gives_up_when_the_time_is_over_and_not_before()
    {
        var port = ServerPort.Free();
        var database = $"Host=127.0.0.1;Port={port};Username=u;Password=p;Database=d";
        await using var run = new Run(new Dictionary<string, string?>
        {
            ["ConnectionStrings:control"] = database,
            [$"{DatabaseServersOptions.Section}:default:Provisioner"] = database,
            ["Kolaybase:MasterKeys"] = MasterKeyRing.Generate("test"),
            ["Kolaybase:StartTimeoutSeconds"] = "10",
        });
        var begun = run.Clock.GetTimestamp();

        var preparing = run.Startup.PrepareAsync(Cancel);
        await run.UntilAsync(() => preparing.IsCompleted, "it gives up");

        var refused = await Assert.ThrowsAsync<ServerBootstrapException>(() => preparing);
        Assert.StartsWith(
            "The control database (ConnectionStrings:control) could not be reached for 10 seconds (Kolaybase:StartTimeoutSeconds): Failed to connect to 127.0.0.1:", refused.Message, StringComparison.Ordinal);
        Assert.True(run.Clock.GetElapsedTime(begun) > TimeSpan.FromSeconds(9));
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=u;Password=secret-p;Database=d", "The control database (ConnectionStrings:control) can't be reached: Failed to connect to 127.0.0.1:1", "run")]
    [InlineData("Host=127.0.0.1;Port=1;Username=u;Password=secret-p;Database=d", "The control database (ConnectionStrings:control) can't be reached: Failed to connect to 127.0.0.1:1", "migrate")]
    [InlineData("Host=no-such-host.invalid;Username=u;Password=secret-p;Database=d", "The control database (ConnectionStrings:control) can't be reached: ", "run")]
    [InlineData("Host=127.0.0.1;Port=1;Username=u;Password=secret-p;Database=d", "The database can't be used: Failed to connect to 127.0.0.1:1", "jobs", "dead")]
    public async Task What_stays_away_ends_the_program_with_a_message_and_exit_code_1(string database, string message, params string[] words)
    {
        var (code, output) = await EndedAsync(database, words);

        Assert.Equal(1, code);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-p", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_not_waited_for_and_ends_the_program_with_a_message_and_exit_code_1()
    {
        var server = await PostgresServers.Get(18);

        var (code, output) = await EndedAsync($"Host=127.0.0.1;Port={server.Port};Username=nobody;Password=secret-p;Database=postgres", ["run"], timeout: "3600");

        Assert.Equal(1, code);
        Assert.Contains("The control database (ConnectionStrings:control) can't be used: 28P01: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-p", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Told_to_stop_while_it_waits_a_worker_ends_cleanly()
    {
        using var folder = TemporaryFolder.Create();
        await using var worker = WorkerProcess.Start(Alone("Host=127.0.0.1;Port=1;Username=u;Password=p;Database=d", folder.Path, "3600"));
        await Eventually.TrueAsync(() => Task.FromResult(worker.Output.Contains("waiting for it", StringComparison.Ordinal)), "it waits", Cancel, Patience);

        await worker.StopAsync();

        Assert.DoesNotContain("Unhandled", worker.Output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> EndedAsync(string database, string[] words, string timeout = "0")
    {
        using var folder = TemporaryFolder.Create();
        await using var worker = WorkerProcess.Start(Alone(database, folder.Path, timeout), words);
        return (await worker.WaitForExitAsync(Cancel), worker.Output);
    }

    private static Dictionary<string, string?> Alone(string database, string folder, string timeout) => new()
    {
        ["ConnectionStrings:control"] = database,
        [$"{DatabaseServersOptions.Section}:default:Provisioner"] = database,
        ["Kolaybase:MasterKeys"] = MasterKeyRing.Generate("test"),
        ["Kolaybase:Mail:Folder"] = folder,
        ["Kolaybase:Objects:Folder"] = folder,
        ["Kolaybase:StartTimeoutSeconds"] = timeout,
    };

    private static Dictionary<string, string?> Settings(PostgresServer first, PostgresServer second, string timeout) => new()
    {
        ["ConnectionStrings:control"] = first.ConnectionString("kolaybase_control", EmbeddedSecrets.Password(), "kolaybase"),
        [$"{DatabaseServersOptions.Section}:default:Provisioner"] = first.ConnectionString("kolaybase_provisioner", EmbeddedSecrets.Password(), "postgres"),
        [$"{DatabaseServersOptions.Section}:default:Bootstrap"] = first.SuperuserConnectionString,
        [$"{DatabaseServersOptions.Section}:{Second}:Provisioner"] = second.ConnectionString("kolaybase_provisioner", EmbeddedSecrets.Password(), "postgres"),
        [$"{DatabaseServersOptions.Section}:{Second}:Bootstrap"] = second.SuperuserConnectionString,
        ["Kolaybase:MasterKeys"] = MasterKeyRing.Generate("test"),
        ["Kolaybase:StartTimeoutSeconds"] = timeout,
    };

    private static async Task<bool> IsPreparedAsync(PostgresServer server) =>
        await ProjectParts.AskAsync(server.SuperuserConnectionString, "select to_regrole('kolaybase_provisioner') is not null and exists (select from pg_database where datistemplate and datname ~ '^kolaybase')", Cancel) is true;

    /// <summary>The services that prepare, with a clock that goes on while somebody waits.</summary>
    private sealed class Run : IAsyncDisposable
    {
        private readonly ServiceProvider _services;

        public Run(Dictionary<string, string?> settings)
        {
            var services = new ServiceCollection();
            services.AddSingleton<TimeProvider>(Clock);
            services.AddLogging(l => l.AddProvider(Log));
            services.AddControlPlane(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
            _services = services.BuildServiceProvider();
            Start = new PrepareAtStart(Startup, Clock, _services.GetRequiredService<ILogger<PrepareAtStart>>());
        }

        public FakeTimeProvider Clock { get; } = new();

        public TestLog Log { get; } = new();

        public PrepareAtStart Start { get; }

        public ControlPlaneStartup Startup => _services.GetRequiredService<ControlPlaneStartup>();

        public Task UntilAsync(Func<bool> condition, string what) => Eventually.TrueAsync(
            () =>
            {
                Clock.Advance(Step);
                return Task.FromResult(condition());
            },
            what,
            Cancel,
            Patience);

        public Task LoggedAsync(string text) => UntilAsync(() => Log.Entries.Any(e => e.Message.StartsWith(text, StringComparison.Ordinal)), text);

        public async ValueTask DisposeAsync()
        {
            Start.Dispose();
            await _services.DisposeAsync();
            Log.Dispose();
        }
    }
}
