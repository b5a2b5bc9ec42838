using Kolaybase.ControlPlane.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kolaybase.Tests.ControlPlane.Logs;

/// <summary>A log with the writer that belongs to it, and entries for it.</summary>
internal sealed class TestLogs : IAsyncDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public TestLogs(NpgsqlDataSource control, TimeProvider time, LogOptions? options = null, Func<IReadOnlyList<ProjectLogEntry>, CancellationToken, Task>? write = null)
    {
        var metrics = ActivatorUtilities.CreateInstance<LogMetrics>(_meters);
        Log = new ProjectLog(options ?? new LogOptions { PerSecond = 100_000 }, metrics, time);
        Writer = new LogWriter(Log, control, metrics, time, NullLogger<LogWriter>.Instance) { Write = write ?? ((entries, cancellationToken) => LogTable.WriteAsync(control, entries, cancellationToken)) };
    }

    public ProjectLog Log { get; }

    public LogWriter Writer { get; }

    public IServiceProvider Meters => _meters;

    public static ProjectLogEntry Request(Guid project, string requestId, DateTimeOffset at, int status = 200, string path = "/api/rest/v1/todos") => new()
    {
        ProjectId = project,
        At = at,
        Kind = LogKind.Request,
        RequestId = requestId,
        Method = "GET",
        Path = path,
        Capability = "rest",
        Status = status,
        Caller = LogCaller.Anon,
        DurationMs = 1.5,
        Code = status >= 400 ? "23505" : null,
        Cause = status >= 400 ? "unique_violation" : null,
    };

    /// <summary>Leaves an entry as those who note requests do.</summary>
    public bool Leave(ProjectLogEntry entry)
    {
        if (!Log.Takes(entry.ProjectId, entry.Code is null ? LogShare.Answers : LogShare.Refusals))
        {
            return false;
        }

        Log.Add(entry);
        return true;
    }

    /// <summary>Writes entries at once.</summary>
    public static async Task WriteAsync(NpgsqlDataSource control, params IEnumerable<ProjectLogEntry> entries)
    {
        var rows = entries.ToList();
        rows.ForEach(e => e.Id = Guid.CreateVersion7(e.At));
        await LogTable.WriteAsync(control, rows, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(CancellationToken.None);
        Writer.Dispose();
        await _meters.DisposeAsync();
    }
}
