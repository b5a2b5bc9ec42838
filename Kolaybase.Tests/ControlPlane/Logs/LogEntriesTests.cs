using Kolaybase.ControlPlane.Logs;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kolaybase.Tests.ControlPlane.Logs;

public sealed class LogEntriesTests(ControlPlane18 plane) : IClassFixture<ControlPlane18>
{
    private readonly Guid _project = Guid.CreateVersion7();
    private readonly DateTimeOffset _start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private NpgsqlDataSource Control => plane.Services.GetRequiredService<NpgsqlDataSource>();

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended_while_newer_entries_come()
    {
        await TestLogs.WriteAsync(Control, Enumerable.Range(0, 7).Select(i => Entry($"old{i}", i)));
        var seen = new List<string>();
        Guid? cursor = null;
        for (var page = 0; page < 4; page++)
        {
            var entries = await ListAsync(new LogFilter(), cursor, 2);
            seen.AddRange(entries.Select(e => e.RequestId!));
            cursor = entries[^1].Id;
            await TestLogs.WriteAsync(Control, [Entry($"new{page}", 100 + page)]);
        }

        Assert.Equal(["old6", "old5", "old4", "old3", "old2", "old1", "old0"], seen);
        Assert.Equal(["new3", "new2", "new1", "new0", "old6"], (await ListAsync(new LogFilter(), null, 5)).Select(e => e.RequestId));
    }

    [Fact]
    public async Task Entries_of_one_moment_are_each_on_one_page()
    {
        await TestLogs.WriteAsync(Control, Enumerable.Range(0, 20).Select(i => Entry($"r{i}", 0)));
        var seen = new List<string>();
        for (Guid? cursor = null; ;)
        {
            var entries = await ListAsync(new LogFilter(), cursor, 3);
            if (entries.Count == 0)
            {
                break;
            }

            seen.AddRange(entries.Select(e => e.RequestId!));
            cursor = entries[^1].Id;
        }

        Assert.Equal(20, seen.Count);
        Assert.Equal(20, seen.Distinct().Count());
    }

    [Fact]
    public async Task Each_filter_finds_its_own()
    {
        await TestLogs.WriteAsync(
            Control,
            Entry("a", 0),
            Entry("b", 1, status: 404, path: "/api/rest/v1/tods"),
            Entry("c", 2, status: 409),
            Entry("d", 3, status: 500, path: "/api/rest/v1/100%_x"),
            new ProjectLogEntry { ProjectId = _project, At = _start.AddSeconds(4), Kind = LogKind.Job, RequestId = "a", Job = "send-mail", Outcome = LogOutcome.Done },
            Entry("foreign", 5, project: Guid.CreateVersion7()));

        Assert.Equal([LogKind.Job, LogKind.Request], (await ListAsync(new LogFilter { RequestId = "a" })).Select(e => e.Kind));
        Assert.Equal(["a"], await FoundAsync(new LogFilter { Kind = LogKind.Job }));
        Assert.Equal(["c", "b"], await FoundAsync(new LogFilter { LeastStatus = 400, MostStatus = 499 }));
        Assert.Equal(["d"], await FoundAsync(new LogFilter { LeastStatus = 500, MostStatus = 500 }));
        Assert.Equal(["b"], await FoundAsync(new LogFilter { PathPrefix = "/api/rest/v1/tod", LeastStatus = 404 , MostStatus = 404 }));
        // Not patterns.
        Assert.Equal(["d"], await FoundAsync(new LogFilter { PathPrefix = "/api/rest/v1/100%_" }));
        Assert.Empty(await FoundAsync(new LogFilter { PathPrefix = "/api/rest/v1/_" }));
        Assert.Equal(["c", "b"], await FoundAsync(new LogFilter { Since = _start.AddSeconds(1), Until = _start.AddSeconds(3) }));
        Assert.Equal(["c", "b"], await FoundAsync(new LogFilter { Since = _start.AddSeconds(1).ToOffset(TimeSpan.FromHours(5)), Until = _start.AddSeconds(3).ToOffset(TimeSpan.FromHours(-5)) }));
        Assert.Empty(await FoundAsync(new LogFilter { RequestId = "foreign" }));
    }

    [Fact]
    public async Task Times_are_held_to_the_microsecond()
    {
        var at = _start.AddTicks(7_120);
        await TestLogs.WriteAsync(Control, Entry("r", at - _start));
        Assert.Single(await ListAsync(new LogFilter { Since = at }));
        Assert.Empty(await ListAsync(new LogFilter { Since = at.AddTicks(10) }));
        Assert.Empty(await ListAsync(new LogFilter { Until = at }));
        Assert.Single(await ListAsync(new LogFilter { Until = at.AddTicks(10) }));
    }

    [Fact]
    public void The_first_id_of_a_moment_is_not_after_any_id_of_it()
    {
        var first = LogEntries.FirstIdOf(_start);
        Assert.Equal(7, first.Version);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(first.CompareTo(Guid.CreateVersion7(_start)) <= 0));
        Assert.True(Guid.CreateVersion7(_start.AddMilliseconds(-1)).CompareTo(first) < 0);
        // Before 1970 there are none.
        Assert.Equal(LogEntries.FirstIdOf(DateTimeOffset.UnixEpoch), LogEntries.FirstIdOf(DateTimeOffset.MinValue));
    }

    private ProjectLogEntry Entry(string id, double seconds, int status = 200, string path = "/api/rest/v1/todos", Guid? project = null) => Entry(id, TimeSpan.FromSeconds(seconds), status, path, project);

    private ProjectLogEntry Entry(string id, TimeSpan after, int status = 200, string path = "/api/rest/v1/todos", Guid? project = null) =>
        TestLogs.Request(project ?? _project, id, _start + after, status, path);

    private async Task<IReadOnlyList<ProjectLogEntry>> ListAsync(LogFilter filter, Guid? before = null, int limit = 100)
    {
        await using var db = plane.OpenRegistry();
        return await new LogEntries(db).ListAsync(_project, filter, before, limit, Cancel);
    }

    private async Task<IEnumerable<string>> FoundAsync(LogFilter filter) => (await ListAsync(filter)).Select(e => e.RequestId!);
}
