using Kolaybase.Embedded;
using Kolaybase.Embedded.Postgres;
using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Embedded.Postgres;

public class PostgresClusterTests
{
    private const string Mark = "create table mark (n int); insert into mark values (42); select n from mark";

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Stopped_and_started_again_it_has_its_data_and_its_port(int major)
    {
        await using var fixture = await ClusterFixture.CreateAsync(major);
        var first = await fixture.StartAsync();
        Assert.Equal(42, await ClusterFixture.AskAsync<int>(first, Mark));
        await first.StopAsync();
        Assert.False(File.Exists(Path.Combine(fixture.Data.Postgres, "postmaster.pid")));

        var second = await fixture.StartAsync();
        Assert.Equal(first.Port, second.Port);
        Assert.Equal(42, await ClusterFixture.AskAsync<int>(second, "select n from mark"));
    }

    [Fact]
    public async Task A_server_that_a_killed_run_left_behind_is_stopped_and_its_data_is_there()
    {
        await using var fixture = await ClusterFixture.CreateAsync(18);
        var orphan = await fixture.StartAsync();
        await ClusterFixture.AskAsync<int>(orphan, Mark);

        var next = await fixture.StartAsync();

        Assert.True(orphan.Exited.IsCompleted);
        Assert.Equal(42, await ClusterFixture.AskAsync<int>(next, "select n from mark"));
        Assert.Contains($"process {orphan.ProcessId}", fixture.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_server_itself_was_killed_the_next_start_recovers()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGKILL.");
        await using var fixture = await ClusterFixture.CreateAsync(18);
        var killed = await fixture.StartAsync(fixture.Options with { Durable = true });
        await ClusterFixture.AskAsync<int>(killed, Mark);
        Assert.Equal(0, LibC.Kill(killed.ProcessId, LibC.SigKill));
        Assert.NotEqual(0, await killed.Exited);

        var next = await fixture.StartAsync();
        Assert.Equal(42, await ClusterFixture.AskAsync<int>(next, "select n from mark"));
    }

    [Fact]
    public async Task A_stale_pid_file_that_names_another_program_is_removed_and_that_program_lives()
    {
        await using var fixture = await ClusterFixture.CreateAsync(18);
        var first = await fixture.StartAsync();
        await first.StopAsync();
        using var innocent = System.Diagnostics.Process.Start(Command.StartInfo("cat", [], null))!;
        File.WriteAllLines(Path.Combine(fixture.Data.Postgres, "postmaster.pid"), [$"{innocent.Id}", fixture.Data.Postgres, "1", $"{first.Port}", "", "", "", "ready"]);

        var next = await fixture.StartAsync();

        Assert.Equal(1, await ClusterFixture.AskAsync<int>(next, "select 1"));
        Assert.False(innocent.HasExited);
        innocent.StandardInput.Close();
        await innocent.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_server_of_another_folder_that_a_pid_file_names_is_not_touched()
    {
        await using var fixture = await ClusterFixture.CreateAsync(18);
        await (await fixture.StartAsync()).StopAsync();
        await using var others = await ClusterFixture.CreateAsync(18);
        var other = await others.StartAsync();
        File.WriteAllLines(Path.Combine(fixture.Data.Postgres, "postmaster.pid"), [$"{other.ProcessId}", fixture.Data.Postgres, "1", "1", "", "", "", "ready"]);

        await fixture.StartAsync();

        Assert.Equal(1, await ClusterFixture.AskAsync<int>(other, "select 1"));
    }

    [Fact]
    public async Task A_cluster_whose_making_was_interrupted_is_made_anew()
    {
        await using var fixture = await ClusterFixture.CreateAsync(18);
        Directory.CreateDirectory($"{fixture.Data.Postgres}.init/base");
        File.WriteAllText($"{fixture.Data.Postgres}.init/PG_VERSION", "18");

        var cluster = await fixture.StartAsync();

        Assert.Equal(1, await ClusterFixture.AskAsync<int>(cluster, "select 1"));
        Assert.Contains("starting over", fixture.Said, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"{fixture.Data.Postgres}.init"));
    }

    [Fact]
    public async Task A_cluster_of_a_version_without_programs_is_left_as_it_is()
    {
        await using var fixture = await ClusterFixture.CreateAsync(18);
        Directory.CreateDirectory(fixture.Data.Postgres);
        File.WriteAllText(Path.Combine(fixture.Data.Postgres, "PG_VERSION"), "12\n");

        var refusal = await Assert.ThrowsAsync<EmbeddedException>(() => fixture.StartAsync());

        Assert.Contains("PostgreSQL 12", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("15.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("PG_VERSION", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(fixture.Data.Postgres))));
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_left_as_it_is()
    {
        await using var fixture = await ClusterFixture.CreateAsync(18);
        Directory.CreateDirectory(fixture.Data.Postgres);
        File.WriteAllText(Path.Combine(fixture.Data.Postgres, "thesis.txt"), "years of work");

        await Assert.ThrowsAsync<EmbeddedException>(() => fixture.StartAsync());
        Assert.Equal("years of work", File.ReadAllText(Path.Combine(fixture.Data.Postgres, "thesis.txt")));
    }

    [Fact]
    public async Task A_server_that_can_not_start_says_why_and_leaves_no_process()
    {
        await using var fixture = await ClusterFixture.CreateAsync(18);
        await (await fixture.StartAsync()).StopAsync();
        await File.AppendAllTextAsync(Path.Combine(fixture.Data.Postgres, "postgresql.conf"), "no_such_setting = on\n", TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<EmbeddedException>(() => fixture.StartAsync());
        Assert.Contains("no_such_setting", refusal.Message, StringComparison.Ordinal);
        Assert.Null(PostmasterPidFile.Read(fixture.Data.Postgres));
    }

    [Fact]
    public async Task Started_by_root_it_runs_as_another_user_and_owns_its_part_only()
    {
        Assert.SkipUnless(LibC.IsRoot, "Only root drops to another user.");
        await using var fixture = await ClusterFixture.CreateAsync(15);
        var cluster = await fixture.StartAsync();

        var status = await File.ReadAllLinesAsync($"/proc/{cluster.ProcessId}/status", TestContext.Current.CancellationToken);
        Assert.Contains($"Uid:\t{string.Join('\t', Enumerable.Repeat(fixture.Options.User!.UserId, 4))}", status);
        Assert.Equal("rwx------", UnixMode.Of(fixture.Data.Postgres));
        Assert.Equal("rwx------", UnixMode.Of(fixture.Data.Mail));
    }

    [Fact]
    public async Task It_listens_on_the_loopback_address_only_and_a_configured_port_is_kept()
    {
        await using var fixture = await ClusterFixture.CreateAsync(15);
        var port = ServerPort.Free();
        var cluster = await fixture.StartAsync(fixture.Options with { Port = port });

        Assert.Equal(port, cluster.Port);
        Assert.Equal("127.0.0.1", await ClusterFixture.AskAsync<string>(cluster, "select current_setting('listen_addresses')"));
    }
}
