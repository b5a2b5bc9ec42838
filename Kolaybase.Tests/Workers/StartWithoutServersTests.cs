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

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_control_databases_server_is_waited_for_and_others_are_not()
    {
        await using var first = await PostgresServers.StartOwnAsync(18);
        await using var second = await PostgresServers.StartOwnAsync(15);
        await first.StopAsync();
        await second.StopAsync();
        var clock = new FakeTimeProvider();
        using var log = new TestLog();
        await using var services = Services(Settings(first, second, "3600"), clock, log);
        using var start = new PrepareAtStart(services.GetRequiredService<ControlPlaneStartup>(), clock, services.GetRequiredService<ILogger<PrepareAtStart>>());

        var starting = start.StartAsync(Cancel);
        await LoggedAsync("The database server \"default\" (Kolaybase:DatabaseServers:default:Bootstrap) can't be reached; waiting for it, 3600 seconds at most");
        await first.StartAgainAsync();
        await Eventually.TrueAsync(() => Later(starting.IsCompleted), "the start goes on", Cancel);
        await starting;
        Assert.True(await IsPreparedAsync(first));
        await LoggedAsync("The database server second (Kolaybase:DatabaseServers) can't be reached; its projects wait");

        await second.StartAgainAsync();
        await LoggedAsync("The database server second is there and prepared");
        Assert.True(await IsPreparedAsync(second));
        await start.StopAsync(Cancel);
        Assert.DoesNotContain(log.Entries, e => e.Level >= LogLevel.Error);

        Task<bool> Later(bool done)
        {
            clock.Advance(Step);
            return Task.FromResult(done);
        }

        Task LoggedAsync(string text) => Eventually.TrueAsync(() => Later(log.Entries.Any(e => e.Message.StartsWith(text, StringComparison.Ordinal))), text, Cancel);
    }

    [Fact]
    public async Task A_server_that_came_back_too_old_or_closed_is_told_and_tried_again()
    {
        await using var first = await PostgresServers.StartOwnAsync(18);
        await using var second = await PostgresServers.StartOwnAsync(18);
        await second.ExecuteAsync("create role admin login createdb password 'admin'", Cancel);
        await second.StopAsync();
        var settings = Settings(first, second, "60");
        settings[$"{DatabaseServersOptions.Section}:{Second}:Bootstrap"] = second.ConnectionString("admin", "admin", "postgres");
        var clock = new FakeTimeProvider();
        using var log = new TestLog();
        await using var services = Services(settings, clock, log);
        using var start = new PrepareAtStart(services.GetRequiredService<ControlPlaneStartup>(), clock, services.GetRequiredService<ILogger<PrepareAtStart>>());

        await start.StartAsync(Cancel);
        await second.StartAgainAsync();
        await EventuallyAsync(() => log.Entries.Any(e => e is { Level: LogLevel.Error, Exception: ServerBootstrapException } && e.Message.Contains("tried again", StringComparison.Ordinal)));
        await second.ExecuteAsync("alter role admin createrole bypassrls", Cancel);
        await EventuallyAsync(() => log.Entries.Any(e => e.Message == "The database server second is there and prepared"));
        await start.StopAsync(Cancel);

        Task EventuallyAsync(Func<bool> condition) => Eventually.TrueAsync(
            () =>
            {
                clock.Advance(Step);
                return Task.FromResult(condition());
            },
            "the log says it",
            Cancel);
    }

    [Fact]
    public async Task To_migrate_waits_for_every_server()
    {
        await using var first = await PostgresServers.StartOwnAsync(18);
        await using var second = await PostgresServers.StartOwnAsync(18);
        await second.StopAsync();
        var clock = new FakeTimeProvider();
        using var log = new TestLog();
        await using var services = Services(Settings(first, second, "10"), clock, log);
        var startup = services.GetRequiredService<ControlPlaneStartup>();

        var preparing = startup.PrepareAsync(Cancel);
        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(Step);
                return Task.FromResult(preparing.IsCompleted);
            },
            "it gives up",
            Cancel);
        var refused = await Assert.ThrowsAsync<ServerBootstrapException>(() => preparing);
        Assert.StartsWith(
            "The database server \"second\" (Kolaybase:DatabaseServers:second:Bootstrap) could not be reached for 10 seconds (Kolaybase:StartTimeoutSeconds): ", refused.Message, StringComparison.Ordinal);

        await second.StartAgainAsync();
        await startup.PrepareAsync(Cancel);
        Assert.True(await IsPreparedAsync(second));
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("run")]
    public async Task What_stays_away_ends_the_program_with_a_message_and_exit_code_1(string verb)
    {
        using var folder = TemporaryFolder.Create();
        var database = $"Host=127.0.0.1;Port={ServerPort.Free()};Username=u;Password=secret-p;Database=d";
        await using var worker = WorkerProcess.Start(
            new Dictionary<string, string?>
            {
                ["ConnectionStrings:control"] = database,
                ["Kolaybase:DatabaseServers:default:Provisioner"] = database,
                ["Kolaybase:MasterKeys"] = MasterKeyRing.Generate("test"),
                ["Kolaybase:Mail:Folder"] = folder.Path,
                ["Kolaybase:Objects:Folder"] = folder.Path,
                ["Kolaybase:StartTimeoutSeconds"] = "0",
            },
            verb);

        Assert.Equal(1, await worker.WaitForExitAsync(Cancel));
        Assert.Contains("The control database (ConnectionStrings:control) could not be reached for 0 seconds (Kolaybase:StartTimeoutSeconds): Failed to connect to 127.0.0.1:", worker.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", worker.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-p", worker.Output, StringComparison.Ordinal);
    }

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

    private static ServiceProvider Services(Dictionary<string, string?> settings, TimeProvider clock, ILoggerProvider log)
    {
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        services.AddLogging(l => l.AddProvider(log));
        services.AddControlPlane(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return services.BuildServiceProvider();
    }

    private static async Task<bool> IsPreparedAsync(PostgresServer server) =>
        await ProjectParts.AskAsync(server.SuperuserConnectionString, "select to_regrole('kolaybase_provisioner') is not null and exists (select from pg_database where datistemplate and datname ~ '^kolaybase')", Cancel) is true;
}
