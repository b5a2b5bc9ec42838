using System.Net;
using System.Net.Sockets;
using Kolaybase.AppHost.Embedded;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.AppHost;

public class AppHostLifecycleTests
{
    private const string Mark = "create table mark (n int); insert into mark values (42); select n from mark";

    // The newest version is what the other tests of the AppHost run on.
    [Fact]
    public async Task Ctrl_c_stops_everything_and_the_next_start_has_all_data_on_the_same_ports()
    {
        await using var folder = await AppHostFolder.CreateAsync(PostgresInstallation.LowestMajor);
        var first = await folder.StartReadyAsync();
        var servers = new[] { ProcessIdentity.Of(first.PostgresId), ProcessIdentity.Of(first.GarnetId) };
        Assert.All(servers, Assert.NotNull);
        Assert.Equal(42, await first.AskAsync<int>(Mark));
        var connection = first.Superuser;

        first.Signal(LibC.SigInt);
        Assert.Equal(ExitCodes.Stopped, await first.WaitForExitAsync());
        Assert.All(servers, server => Assert.False(server!.IsAlive));

        var second = await folder.StartReadyAsync();
        Assert.Equal(connection, second.Superuser);
        Assert.Equal(42, await second.AskAsync<int>("select n from mark"));
        Assert.Equal(PostgresInstallation.LowestMajor, await second.AskAsync<int>("select current_setting('server_version_num')::int / 10000"));
    }

    [Fact]
    public async Task Killed_it_recovers_at_the_next_start()
    {
        await using var folder = await AppHostFolder.CreateAsync(18);
        var killed = await folder.StartReadyAsync();
        Assert.Equal(42, await killed.AskAsync<int>(Mark));
        var orphans = new[] { ProcessIdentity.Of(killed.PostgresId), ProcessIdentity.Of(killed.GarnetId) };

        killed.Signal(LibC.SigKill);
        await killed.WaitForExitAsync();
        var next = await folder.StartReadyAsync();

        Assert.Equal(42, await next.AskAsync<int>("select n from mark"));
        Assert.All(orphans, orphan => Assert.False(orphan!.IsAlive));
    }

    [Fact]
    public async Task A_second_one_on_the_same_folder_is_refused_and_the_first_goes_on()
    {
        await using var folder = await AppHostFolder.CreateAsync(18);
        var first = await folder.StartReadyAsync();

        var second = folder.Start();
        Assert.Equal(ExitCodes.Failed, await second.WaitForExitAsync());
        Assert.Contains($"process {first.Id}", second.Output, StringComparison.Ordinal);
        Assert.Equal(1, await first.AskAsync<int>("select 1"));
    }

    [Fact]
    public async Task A_folder_of_another_major_version_is_left_alone_with_both_versions_named()
    {
        await using var folder = await AppHostFolder.CreateAsync(18);
        var other = await PostgresServers.Get(15);
        var first = await folder.StartReadyAsync();
        Assert.Equal(42, await first.AskAsync<int>(Mark));
        first.Signal(LibC.SigTerm);
        await first.WaitForExitAsync();

        var refused = folder.Start(binFolder: other.BinFolder);
        Assert.Equal(ExitCodes.Failed, await refused.WaitForExitAsync());
        Assert.Contains("PostgreSQL 18", refused.Output, StringComparison.Ordinal);
        Assert.Contains("15.", refused.Output, StringComparison.Ordinal);

        var again = await folder.StartReadyAsync();
        Assert.Equal(42, await again.AskAsync<int>("select n from mark"));
    }

    [Fact]
    public async Task A_taken_port_is_refused_before_anything_is_started()
    {
        await using var folder = await AppHostFolder.CreateAsync(18);
        using var occupant = new TcpListener(IPAddress.Loopback, 0);
        occupant.Start();

        var host = folder.Start(["--urls", $"http://localhost:{((IPEndPoint)occupant.LocalEndpoint).Port}"]);
        Assert.Equal(ExitCodes.Failed, await host.WaitForExitAsync());
        Assert.Contains("--urls", host.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Data));
    }

    [Fact]
    public async Task When_postgresql_ends_on_its_own_the_rest_stops_with_an_exit_code()
    {
        await using var folder = await AppHostFolder.CreateAsync(18);
        var host = await folder.StartReadyAsync();
        var garnet = ProcessIdentity.Of(host.GarnetId);

        Assert.Equal(0, LibC.Kill(host.PostgresId, LibC.SigKill));

        Assert.Equal(ExitCodes.PostgresDied, await host.WaitForExitAsync());
        Assert.Contains("PostgreSQL ended on its own", host.Output, StringComparison.Ordinal);
        Assert.False(garnet!.IsAlive);
    }

    [Fact]
    public async Task When_the_redis_server_ends_on_its_own_it_is_started_again()
    {
        await using var folder = await AppHostFolder.CreateAsync(18);
        var host = await folder.StartReadyAsync();
        var first = host.GarnetId;

        Assert.Equal(0, LibC.Kill(first, LibC.SigKill));

        await host.WaitForAsync("runs again");
        Assert.NotEqual(first, host.GarnetId);
        Assert.NotNull(ProcessIdentity.Of(host.GarnetId));
    }

    [Fact]
    public async Task The_servers_do_not_get_the_terminals_ctrl_c()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sessions are read from /proc.");
        await using var folder = await AppHostFolder.CreateAsync(18);
        var host = await folder.StartReadyAsync();

        Assert.NotEqual(Session(host.Id), Session(host.PostgresId));
        Assert.NotEqual(Session(host.Id), Session(host.GarnetId));
    }

    [Fact]
    public async Task A_second_ctrl_c_forces_the_end()
    {
        await using var folder = await AppHostFolder.CreateAsync(18);
        var host = await folder.StartReadyAsync();
        var servers = new[] { ProcessIdentity.Of(host.PostgresId), ProcessIdentity.Of(host.GarnetId) };

        host.Signal(LibC.SigInt);
        await host.WaitForAsync("Stopping");
        _ = LibC.Kill(host.Id, LibC.SigInt);

        // The clean stop may be over before the second signal arrives.
        Assert.Contains(await host.WaitForExitAsync(), new[] { ExitCodes.Forced, ExitCodes.Stopped });
        await AppHostFolder.AssertGoneAsync(servers);
    }

    // proc_pid_stat(5): after the name in parentheses come state, parent, group and session.
    private static string Session(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3];
    }
}
