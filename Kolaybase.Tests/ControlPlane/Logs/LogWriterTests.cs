using Kolaybase.ControlPlane.Logs;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Kolaybase.Tests.ControlPlane.Logs;

public sealed class LogWriterTests(ControlPlane15 plane) : IClassFixture<ControlPlane15>
{
    private readonly Guid _project = Guid.CreateVersion7();
    private readonly DateTimeOffset _now = TimeProvider.System.GetStorableUtcNow();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private NpgsqlDataSource Control => plane.Services.GetRequiredService<NpgsqlDataSource>();

    [Fact]
    public async Task What_is_left_is_in_the_database_soon_with_every_column()
    {
        await using var logs = new TestLogs(Control, TimeProvider.System);
        using var readings = new MeterReadings(logs.Meters);
        await logs.Writer.StartAsync(Cancel);
        logs.Leave(new ProjectLogEntry
        {
            ProjectId = _project,
            At = _now,
            Kind = LogKind.Job,
            RequestId = "r1",
            Method = "POST",
            Path = "/p",
            Capability = "rest",
            Status = 503,
            Caller = LogCaller.Service,
            Bytes = 5_000_000_000,
            Job = "send-mail",
            JobId = "j1",
            Attempt = 2,
            Outcome = LogOutcome.GivenUp,
            DurationMs = 12.3,
            Code = "KB503",
            Cause = "cause",
            Hint = "hint",
            Count = 4,
        });

        var row = Assert.Single(await RowsAsync(1));
        Assert.Equal(
            (_project, _now, LogKind.Job, "r1", "POST", "/p", "rest", 503, LogCaller.Service, 5_000_000_000L),
            (row.ProjectId, row.At, row.Kind, row.RequestId, row.Method, row.Path, row.Capability, row.Status!.Value, row.Caller, row.Bytes!.Value));
        Assert.Equal(
            ("send-mail", "j1", 2, LogOutcome.GivenUp, 12.3, "KB503", "cause", "hint", 4),
            (row.Job, row.JobId, row.Attempt!.Value, row.Outcome, row.DurationMs!.Value, row.Code, row.Cause, row.Hint, row.Count!.Value));
        Assert.Equal(7, row.Id.Version);
        await Eventually.TrueAsync(() => Task.FromResult(readings.Sum("kolaybase.logs.entries", "kolaybase.logs.result=written") == 1), "it is counted", Cancel);
    }

    [Fact]
    public async Task Of_a_flood_a_second_keeps_its_places_and_one_entry_says_how_many_more_there_were()
    {
        var time = new FakeTimeProvider(_now);
        await using var logs = new TestLogs(Control, time, new LogOptions { PerSecond = 5 });
        using var readings = new MeterReadings(logs.Meters);
        Assert.Equal(5, Enumerable.Range(0, 50).Count(i => logs.Leave(TestLogs.Request(_project, $"r{i}", _now))));
        await logs.Writer.StartAsync(Cancel);
        await logs.Writer.StopAsync(Cancel);

        var rows = await RowsAsync(6);
        Assert.Equal(45, Assert.Single(rows, r => r.Kind == LogKind.Omitted).Count);
        Assert.Equal(["r0", "r1", "r2", "r3", "r4"], rows.Where(r => r.Kind == LogKind.Request).Select(r => r.RequestId!).Order());
        Assert.Equal(45, readings.Sum("kolaybase.logs.entries", "kolaybase.logs.result=over_rate"));
    }

    [Fact]
    public async Task A_full_queue_drops_and_counts_and_nobody_waits()
    {
        await using var nowhere = NpgsqlDataSource.Create(TestApi.NoDatabase);
        await using var logs = new TestLogs(nowhere, TimeProvider.System);
        using var readings = new MeterReadings(logs.Meters);
        // Nobody reads: the writer was not started. All on this thread, so that waiting would be for ever.
        for (var i = 0; i < ProjectLog.Capacity + 10; i++)
        {
            logs.Leave(TestLogs.Request(_project, "r", _now));
        }

        Assert.Equal(10, readings.Sum("kolaybase.logs.entries", "kolaybase.logs.result=queue_full"));
        Assert.Equal((_project, 10), Assert.Single(logs.Log.Budget.Drain()));
    }

    [Fact]
    public async Task While_the_database_is_away_entries_wait_and_are_written_when_it_is_back()
    {
        await using var own = await ControlPlaneFixture.StartAsync(15);
        var control = own.Services.GetRequiredService<NpgsqlDataSource>();
        var time = new FakeTimeProvider(_now);
        await using var logs = new TestLogs(control, time);
        await using (var connection = await control.OpenConnectionAsync(Cancel))
        {
            // Nothing is refused so thoroughly as by a table that is not there.
            await ExecuteAsync(connection, "alter table project_logs rename to project_logs_away");
            await logs.Writer.StartAsync(Cancel);
            logs.Leave(TestLogs.Request(_project, "r1", _now));
            await Eventually.TrueAsync(() => Step(time, logs.Log.Waiting.Count == 0), "the writer has taken it", Cancel);
            logs.Leave(TestLogs.Request(_project, "r2", _now));
            await ExecuteAsync(connection, "alter table project_logs_away rename to project_logs");
        }

        await using var db = own.OpenRegistry();
        await Eventually.TrueAsync(async () => await Step(time, await db.ProjectLogs.CountAsync(e => e.ProjectId == _project, Cancel) == 2), "both are written", Cancel);
    }

    [Fact]
    public async Task What_the_database_would_refuse_for_ever_is_given_up_and_the_next_is_written()
    {
        var time = new FakeTimeProvider(_now);
        await using var logs = new TestLogs(Control, time, write: (entries, cancellationToken) => entries.Any(e => e.RequestId == "bad")
            ? throw new PostgresException("bad", "ERROR", "ERROR", "22021")
            : LogTable.WriteAsync(Control, entries, cancellationToken));
        using var readings = new MeterReadings(logs.Meters);
        await logs.Writer.StartAsync(Cancel);
        logs.Leave(TestLogs.Request(_project, "bad", _now));
        await Eventually.TrueAsync(() => Step(time, readings.Sum("kolaybase.logs.entries", "kolaybase.logs.result=lost") == 1), "it is given up", Cancel);
        logs.Leave(TestLogs.Request(_project, "good", _now));
        await using var db = plane.OpenRegistry();
        await Eventually.TrueAsync(async () => await Step(time, await db.ProjectLogs.AnyAsync(e => e.ProjectId == _project && e.RequestId == "good", Cancel)), "the next is written", Cancel);
    }

    [Fact]
    public async Task Where_only_the_answer_to_a_commit_was_lost_the_same_batch_is_tried_and_each_entry_is_one_row_and_counted_once()
    {
        var time = new FakeTimeProvider(_now);
        var sent = new List<int>();
        await using var logs = new TestLogs(Control, time, write: async (entries, cancellationToken) =>
        {
            sent.Add(entries.Count);
            await LogTable.WriteAsync(Control, entries, cancellationToken);
            if (sent.Count == 1)
            {
                throw new NpgsqlException("The connection broke.");
            }
        });
        using var readings = new MeterReadings(logs.Meters);
        logs.Leave(TestLogs.Request(_project, "r1", _now));
        logs.Leave(TestLogs.Request(_project, "r2", _now));
        await logs.Writer.StartAsync(Cancel);
        await Eventually.TrueAsync(() => Step(time, logs.Log.Waiting.Count == 0), "the writer has taken them", Cancel);
        logs.Leave(TestLogs.Request(_project, "r3", _now));
        await Eventually.TrueAsync(() => Step(time, readings.Sum("kolaybase.logs.entries", "kolaybase.logs.result=written") == 3), "all are counted", Cancel);

        Assert.Equal([2, 2, 1], sent);
        Assert.Equal(["r1", "r2", "r3"], (await RowsAsync(3)).Select(r => r.RequestId!).Order());
        Assert.Equal(0, readings.Sum("kolaybase.logs.entries", "kolaybase.logs.result=lost"));
    }

    [Fact]
    public async Task A_stop_without_any_patience_of_the_host_cancels_no_write_and_leaves_nothing_behind()
    {
        var time = new FakeTimeProvider(_now);
        var (begun, may) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var logs = new TestLogs(Control, time, write: async (entries, cancellationToken) =>
        {
            begun.TrySetResult();
            await may.Task;
            await LogTable.WriteAsync(Control, entries, cancellationToken);
        });
        await logs.Writer.StartAsync(Cancel);
        logs.Leave(TestLogs.Request(_project, "r1", _now));
        await Eventually.TrueAsync(() => Step(time, begun.Task.IsCompleted), "it is being written", Cancel);
        var stop = logs.Writer.StopAsync(new CancellationToken(canceled: true));
        logs.Leave(TestLogs.Request(_project, "r2", _now));
        Assert.False(stop.IsCompleted);
        may.SetResult();
        await stop;
        await using var db = plane.OpenRegistry();
        Assert.Equal(2, await db.ProjectLogs.CountAsync(e => e.ProjectId == _project, Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_that_never_ends_is_given_up_with_the_writers_own_patience_and_counted(bool hostGaveUp)
    {
        var time = new FakeTimeProvider(_now);
        var begun = new TaskCompletionSource();
        var logs = new TestLogs(Control, time, write: (_, cancellationToken) =>
        {
            begun.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        });
        using var readings = new MeterReadings(logs.Meters);
        await logs.Writer.StartAsync(Cancel);
        logs.Leave(TestLogs.Request(_project, "r1", _now));
        await Eventually.TrueAsync(() => Step(time, begun.Task.IsCompleted), "it is being written", Cancel);
        var stop = logs.Writer.StopAsync(new CancellationToken(hostGaveUp));
        logs.Leave(TestLogs.Request(_project, "r2", _now));
        time.Advance(LogWriter.Patience);
        await stop;
        Assert.Equal(2, readings.Sum("kolaybase.logs.entries", "kolaybase.logs.result=lost"));
        await logs.DisposeAsync();
    }

    [Fact]
    public async Task What_no_text_of_PostgreSQL_may_hold_is_replaced()
    {
        await using var logs = new TestLogs(Control, new FakeTimeProvider(_now));
        await logs.Writer.StartAsync(Cancel);
        logs.Leave(TestLogs.Request(_project, "r\0", _now, path: "/\uD83D/\uDE00/😀"));
        await logs.Writer.StopAsync(Cancel);
        var row = Assert.Single(await RowsAsync(1));
        Assert.Equal(("r\uFFFD", "/\uFFFD/\uFFFD/😀"), (row.RequestId, row.Path));
    }

    [Fact]
    public async Task Projects_that_have_been_silent_are_forgotten_though_nothing_was_omitted()
    {
        var time = new FakeTimeProvider(_now);
        await using var logs = new TestLogs(Control, time);
        await logs.Writer.StartAsync(Cancel);
        logs.Leave(TestLogs.Request(Guid.CreateVersion7(), "silent", _now));
        time.Advance(TimeSpan.FromSeconds(70));
        logs.Leave(TestLogs.Request(_project, "busy", _now));
        Assert.Equal(2, logs.Log.Budget.Projects);
        await logs.Writer.StopAsync(Cancel);
        Assert.Equal(1, logs.Log.Budget.Projects);
    }

    [Fact]
    public async Task On_the_way_out_what_is_left_is_written()
    {
        // The clock stands: only the end has it written.
        var time = new FakeTimeProvider(_now);
        await using var logs = new TestLogs(Control, time);
        await logs.Writer.StartAsync(Cancel);
        for (var i = 0; i < 6000; i++)
        {
            logs.Leave(TestLogs.Request(_project, $"r{i}", _now));
        }

        await logs.Writer.StopAsync(Cancel);
        await using var db = plane.OpenRegistry();
        Assert.Equal(6000, await db.ProjectLogs.CountAsync(e => e.ProjectId == _project, Cancel));
    }

    [Fact]
    public async Task Without_a_database_the_end_comes_all_the_same_and_what_is_lost_is_counted()
    {
        await using var nowhere = NpgsqlDataSource.Create(TestApi.NoDatabase);
        var logs = new TestLogs(nowhere, TimeProvider.System);
        using var readings = new MeterReadings(logs.Meters);
        await logs.Writer.StartAsync(Cancel);
        logs.Leave(TestLogs.Request(_project, "r", _now));
        await logs.Writer.StopAsync(Cancel);
        Assert.Equal(1, readings.Sum("kolaybase.logs.entries", "kolaybase.logs.result=lost"));
        await logs.DisposeAsync();
    }

    [Fact]
    public async Task Texts_that_are_too_long_are_cut_and_never_in_a_character()
    {
        await using var logs = new TestLogs(Control, new FakeTimeProvider(_now));
        await logs.Writer.StartAsync(Cancel);
        logs.Leave(TestLogs.Request(_project, "r", _now, path: new string('x', ProjectLogEntry.MaxPath - 2) + "😀😀"));
        await logs.Writer.StopAsync(Cancel);
        Assert.Equal(new string('x', ProjectLogEntry.MaxPath - 2) + "…", Assert.Single(await RowsAsync(1)).Path);
    }

    private async Task<List<ProjectLogEntry>> RowsAsync(int count)
    {
        await using var db = plane.OpenRegistry();
        var rows = new List<ProjectLogEntry>();
        await Eventually.TrueAsync(
            async () =>
            {
                rows = await db.ProjectLogs.AsNoTracking().Where(e => e.ProjectId == _project).OrderBy(e => e.Id).ToListAsync(Cancel);
                return rows.Count == count;
            },
            $"{count} rows are there",
            Cancel);
        return rows;
    }

    private static Task<bool> Step(FakeTimeProvider time, bool done)
    {
        time.Advance(TimeSpan.FromSeconds(3));
        return Task.FromResult(done);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
