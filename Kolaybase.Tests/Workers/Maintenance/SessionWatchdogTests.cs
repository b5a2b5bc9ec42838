using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Maintenance;
using Kolaybase.Workers.Provisioning;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Kolaybase.Tests.Workers.Maintenance;

/// <summary>Sessions that go on for too long are ended from outside, whatever they have set for themselves.</summary>
public class SessionWatchdogTests
{
    private static readonly WatchdogOptions s_patient = new() { StatementSeconds = 600, TransactionSeconds = 600, IdleInTransactionSeconds = 600, BlockingSeconds = 600, SharedLockSeconds = 600 };

    public static TheoryData<int> Majors => PostgresServers.Majors;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_statement_a_transaction_and_idleness_have_their_limits(int major)
    {
        await using var plane = await ControlPlaneFixture.StartAsync(major);
        var project = await plane.Projects.CreateAsync(Cancel);
        await using var running = await OpenAsync(project.OwnerConnectionString, "set statement_timeout = 0");
        await using var idle = await OpenAsync(project.OwnerConnectionString, "set idle_in_transaction_session_timeout = 0; begin; select 1");
        await using var failed = await OpenAsync(project.OwnerConnectionString, "begin");
        await Assert.ThrowsAsync<PostgresException>(() => RunAsync(failed, "select 1 / 0"));
        await using var quiet = await OpenAsync(project.OwnerConnectionString, "select 1");
        var statement = RunAsync(running, "select pg_sleep(300)");

        Assert.Equal([], await LookAsync(plane, project, s_patient));
        await EndedAsync(plane, project, s_patient with { StatementSeconds = 1 }, "statement");
        await Assert.ThrowsAsync<PostgresException>(() => statement);
        await EndedAsync(plane, project, s_patient with { IdleInTransactionSeconds = 1 }, "idle in transaction", "idle in transaction");
        Assert.Equal("57P01", (await Assert.ThrowsAsync<PostgresException>(() => RunAsync(idle, "select 1"))).SqlState);

        await using var open = await OpenAsync(project.AuthenticatorConnectionString, "begin; set role anon; select 1");
        await EndedAsync(plane, project, s_patient with { TransactionSeconds = 1 }, "transaction");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => RunAsync(open, "select 1"));
        await RunAsync(quiet, "select 1");
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Who_does_nothing_and_keeps_others_waiting_is_ended_and_who_works_is_not(int major)
    {
        await using var plane = await ControlPlaneFixture.StartAsync(major);
        var project = await plane.Projects.CreateAsync(Cancel);
        await project.ExecuteAsync("create table t (id int)", Cancel);
        await using var holder = await OpenAsync(project.OwnerConnectionString, "begin; lock table t");
        await using var waiter = await OpenAsync(project.OwnerConnectionString, "set statement_timeout = 0");
        await using var second = await OpenAsync(project.OwnerConnectionString, "set statement_timeout = 0");
        var waiting = RunAsync(waiter, "begin; lock table t; select pg_sleep(2); commit");
        var waitingToo = RunAsync(second, "select * from t");
        await EndedAsync(plane, project, s_patient with { BlockingSeconds = 1 }, "blocking");
        // The first in the line has the lock now, and works with it while the second waits.
        await waiting;
        await waitingToo;
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => RunAsync(holder, "select 1"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task An_idle_session_that_keeps_an_advisory_lock_from_others_is_ended(int major)
    {
        await using var plane = await ControlPlaneFixture.StartAsync(major);
        var project = await plane.Projects.CreateAsync(Cancel);
        await using var holder = await OpenAsync(project.OwnerConnectionString, "select pg_advisory_lock(1)");
        await using var waiter = await OpenAsync(project.OwnerConnectionString, "set statement_timeout = 0");
        var waiting = RunAsync(waiter, "select pg_advisory_lock(1)");
        await EndedAsync(plane, project, s_patient with { BlockingSeconds = 1 }, "blocking");
        await waiting;
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task What_all_databases_share_is_locked_for_a_while_only(int major)
    {
        await using var plane = await ControlPlaneFixture.StartAsync(major);
        var project = await plane.Projects.CreateAsync(Cancel);
        await using var holder = await OpenAsync(project.OwnerConnectionString, $"begin; alter role {project.Ref.Database.OwnerRole} set work_mem = '4MB'");
        await using var reader = await OpenAsync(project.OwnerConnectionString, "begin; select datname from pg_database");
        await EndedAsync(plane, project, s_patient with { SharedLockSeconds = 1 }, "shared lock");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => RunAsync(holder, "commit"));
        await RunAsync(reader, "commit");
    }

    [Fact]
    public async Task Sessions_of_others_than_projects_are_none_of_its_business()
    {
        await using var plane = await ControlPlaneFixture.StartAsync(15);
        var project = await plane.Projects.CreateAsync(Cancel);
        await using var super = await OpenAsync(new NpgsqlConnectionStringBuilder(plane.Server.SuperuserConnectionString) { Database = project.Ref.Database.Name }.ConnectionString, "begin; select 1");
        await using var owner = await OpenAsync(project.OwnerConnectionString, "begin; select 1");
        await EndedAsync(plane, project, s_patient with { IdleInTransactionSeconds = 1 }, "idle in transaction");
        await RunAsync(super, "commit");
    }

    [Fact]
    public async Task It_looks_at_every_interval_and_brings_logins_of_before_to_their_limits()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await PostgresServers.StartOwnAsync(15);
        await using var plane = await ControlPlaneFixture.StartOnAsync(
            server,
            new DatabaseServerOptions { Provisioner = server.ConnectionString("kolaybase_provisioner", "p", "postgres"), Bootstrap = server.SuperuserConnectionString },
            server.ConnectionString("kolaybase_control", "c", "kolaybase"));
        var project = await plane.Projects.CreateAsync(Cancel);
        await plane.Server.ExecuteAsync($"alter role {project.Ref.Database.OwnerRole} connection limit 3", Cancel);
        await using var holder = await OpenAsync(project.OwnerConnectionString, "begin; select 1");
        var options = s_patient with { IntervalSeconds = 10, IdleInTransactionSeconds = 1 };
        using var loop = new WatchdogLoop(
            Watchdog(plane, options), plane.Services.GetRequiredService<LoginLimits>(), options, plane.Services.GetRequiredService<IOptions<DatabaseServersOptions>>(), time, NullLogger<WatchdogLoop>.Instance);
        await loop.StartAsync(Cancel);
        await Eventually.TrueAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(10));
                return await ProjectParts.AskAsync(server.SuperuserConnectionString, $"select count(*) from pg_stat_activity where pid = {holder.ProcessID}", Cancel) is 0L;
            },
            "the session has ended", Cancel);
        await loop.StopAsync(Cancel);
        Assert.Equal(LoginLimits.OwnerConnections, await ProjectParts.AskAsync(server.SuperuserConnectionString, $"select rolconnlimit from pg_roles where rolname = '{project.Ref.Database.OwnerRole}'", Cancel));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1h")]
    [InlineData("700000")]
    public void Limits_are_whole_seconds(string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Kolaybase:Watchdog:StatementSeconds", value)]).Build();
        Assert.Contains("StatementSeconds", Assert.Throws<ConfigurationFaultsException>(() => WatchdogOptions.Read(configuration)).Message, StringComparison.Ordinal);
        Assert.Equal(new WatchdogOptions(), WatchdogOptions.Read(new ConfigurationBuilder().Build()));
    }

    private static SessionWatchdog Watchdog(ControlPlaneFixture plane, WatchdogOptions options) => new(plane.Services.GetRequiredService<ServerAdmins>(), options);

    /// <summary>What a look at one project's database ends: other tests' projects are on the same server.</summary>
    private static async Task<IReadOnlyList<string>> LookAsync(ControlPlaneFixture plane, ProvisionedProject project, WatchdogOptions options) =>
        [.. (await Watchdog(plane, options).RunAsync(DatabaseServersOptions.FirstServer, project.Ref.Database.Name, Cancel)).Select(e => e.Reason)];

    /// <summary>Looks until so many were ended.</summary>
    private static async Task EndedAsync(ControlPlaneFixture plane, ProvisionedProject project, WatchdogOptions options, params string[] reasons)
    {
        var ended = new List<string>();
        await Eventually.TrueAsync(
            async () =>
            {
                ended.AddRange(await LookAsync(plane, project, options));
                return ended.Count >= reasons.Length;
            },
            $"{string.Join(", ", reasons)} ended; so far {ended.Count}", Cancel);
        Assert.Equal(reasons, ended);
    }

    private static async Task<NpgsqlConnection> OpenAsync(string login, string sql)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(login) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(Cancel);
        await RunAsync(connection, sql);
        return connection;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
