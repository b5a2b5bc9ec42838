using Kolaybase.Embedded.Postgres;
using Kolaybase.Tests.Support;
using Npgsql;

namespace Kolaybase.Tests.Embedded.Postgres;

public sealed class PostgresLogsTests : IDisposable
{
    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task The_servers_own_life_is_logged_and_what_clients_send_is_not(int major)
    {
        await using var fixture = await ClusterFixture.CreateAsync(major);
        var server = await fixture.StartAsync();
        await ClusterFixture.AskAsync<int>(server, "create table t (secret int primary key); insert into t values (4711); select 1");
        foreach (var sql in new[]
        {
            "select 'first-secret'::int",
            "insert into t values (4711)",
            "do $$ begin raise exception 'second-secret'; end $$",
            "select 1 from no_such_table where name = 'third-secret'",
        })
        {
            await Assert.ThrowsAsync<PostgresException>(() => ClusterFixture.AskAsync<int>(server, sql));
        }

        await ClusterFixture.AskAsync<int>(server, "do $$ begin raise warning 'fourth-secret'; end $$; select 1");
        await server.StopAsync();

        var log = string.Concat(Directory.GetFiles(fixture.Data.Logs, "postgres-*.log").Select(File.ReadAllText));
        Assert.Contains("database system is ready to accept connections", log, StringComparison.Ordinal);
        Assert.Contains("database system is shut down", log, StringComparison.Ordinal);
        Assert.DoesNotContain("-secret", log, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_logs_on_purpose_fills_files_of_a_bounded_size_only()
    {
        await using var fixture = await ClusterFixture.CreateAsync(18);
        var server = await fixture.StartAsync();

        // Two and a half files, with pauses, since a file is named by the second in which it is begun.
        await ClusterFixture.AskAsync<int>(
            server, "do $$ begin for i in 1..25 loop raise log '%', repeat('x', 1000000); perform pg_sleep(0.1); end loop; end $$; select 1");
        await server.StopAsync();

        var files = new DirectoryInfo(fixture.Data.Logs).GetFiles("postgres-*.log");
        Assert.InRange(files.Length, 3, 5);
        Assert.All(files, file => Assert.InRange(file.Length, 0, (PostgresLogs.MegabytesPerFile + 5) * 1024 * 1024));
    }

    [Fact]
    public void The_newest_files_are_kept_and_nothing_else_is_touched()
    {
        var begun = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1);
        for (var i = 0; i < PostgresLogs.Files + 3; i++)
        {
            var file = _folder.Combine($"postgres-{i:00}.log");
            File.WriteAllText(file, "");
            File.SetLastWriteTimeUtc(file, begun.AddMinutes(i));
        }

        File.WriteAllText(_folder.Combine("notes.log"), "");
        File.SetLastWriteTimeUtc(_folder.Combine("notes.log"), begun.AddDays(-1));

        PostgresLogs.Prune(_folder.Path);
        PostgresLogs.Prune(_folder.Path);

        var expected = Enumerable.Range(3, PostgresLogs.Files).Select(i => $"postgres-{i:00}.log").Prepend("notes.log");
        Assert.Equal(expected, Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_link_among_the_files_is_removed_and_what_it_points_to_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        var target = _folder.Combine("precious");
        File.WriteAllText(target, "text");
        for (var i = 0; i < PostgresLogs.Files; i++)
        {
            File.WriteAllText(_folder.Combine($"postgres-{i:00}.log"), "");
            File.SetLastWriteTimeUtc(_folder.Combine($"postgres-{i:00}.log"), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(1));
        }

        File.CreateSymbolicLink(_folder.Combine("postgres-link.log"), target);

        PostgresLogs.Prune(_folder.Path);

        Assert.False(Path.Exists(_folder.Combine("postgres-link.log")));
        Assert.Equal("text", File.ReadAllText(target));
    }
}
