using Kolaybase.ControlPlane.Logs;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Tests.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Logs;

/// <summary>What the log's own troubles do to requests: nothing.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private ControlPlaneFixture _plane = null!;
    private ProvisionedProject _project = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _plane = await ControlPlaneFixture.StartAsync(15);
        _project = await _plane.Projects.CreateAsync(Cancel);
        await _project.ExecuteAsync("create table todos (id int); grant select on todos to anon", Cancel);
    }

    public ValueTask DisposeAsync() => _plane.DisposeAsync();

    [Fact]
    public async Task Requests_are_answered_while_no_entry_can_be_written_and_their_entries_are_written_afterwards()
    {
        await using var api = await StartAsync();
        await ControlAsync("alter table project_logs rename to away");
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(200, await ReadAsync(api, $"r{i}"));
        }

        await Eventually.TrueAsync(() => Task.FromResult(api.Log.Entries.Any(IsOutage)), "the writer has tried", Cancel);
        Assert.Equal(200, await ReadAsync(api, "r20"));
        await ControlAsync("alter table away rename to project_logs");
        await Eventually.TrueAsync(async () => await CountAsync() == 21, "all entries are written", Cancel);
        // Once, not for each batch.
        Assert.Single(api.Log.Entries, IsOutage);
    }

    [Fact]
    public async Task While_the_control_database_refuses_connections_requests_that_need_nothing_of_it_are_answered()
    {
        await using var api = await StartAsync();
        Assert.Equal(200, await ReadAsync(api, "before"));
        await Eventually.TrueAsync(async () => await CountAsync() == 1, "the first is written", Cancel);
        var database = new Npgsql.NpgsqlConnectionStringBuilder(_plane.ControlConnectionString).Database;
        await _plane.Server.ExecuteAsync($"alter database {database} allow_connections false", Cancel);
        await _plane.Server.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'", Cancel);
        try
        {
            // No project is told, so that none of them may fail for want of the log: what they need of the control database is what they needed before.
            using var refused = await api.Client.GetAsync("/api/openapi.json", Cancel);
            Assert.Equal(200, (int)refused.StatusCode);
            using var request = Request("during");
            using var answer = await api.Client.SendAsync(request, Cancel);
            Assert.True((int)answer.StatusCode is 200 or 503, $"{(int)answer.StatusCode}");
        }
        finally
        {
            await _plane.Server.ExecuteAsync($"alter database {database} allow_connections true", Cancel);
            // The test's own connections have ended, too.
            _plane.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().Clear();
        }

        await Eventually.TrueAsync(async () => await ReadAsync(api, "after") == 200, "it is back", Cancel);
        await Eventually.TrueAsync(async () => await CountAsync("after") >= 1, "its entries are written again", Cancel);
    }

    [Fact]
    public async Task A_graceful_stop_writes_what_is_left()
    {
        var api = await StartAsync();
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(200, await ReadAsync(api, $"r{i}"));
        }

        await api.StopAsync();
        Assert.Equal(30, await CountAsync());
        await api.DisposeAsync();
    }

    [Fact]
    public async Task A_flood_of_good_requests_is_counted_and_a_refusal_in_it_is_kept()
    {
        var api = await StartAsync(("Kolaybase:Logs:PerSecond", "1"));
        using var readings = new MeterReadings(api.Services);
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(200, await ReadAsync(api, $"r{i}"));
        }

        using var request = Request("refused", "/api/rest/v1/nope");
        using var refused = await api.Client.SendAsync(request, Cancel);
        Assert.Equal(404, (int)refused.StatusCode);
        await api.StopAsync();

        await using var db = _plane.OpenRegistry();
        var rows = await db.ProjectLogs.AsNoTracking().ToListAsync(Cancel);
        Assert.Contains(rows, r => r is { RequestId: "refused", Code: "PGRST205" });
        Assert.Equal(41, rows.Sum(r => r.Kind == LogKind.Omitted ? r.Count!.Value : 1));
        Assert.Equal(rows.Where(r => r.Kind == LogKind.Omitted).Sum(r => r.Count!.Value), readings.Sum("kolaybase.logs.entries", "kolaybase.logs.result=over_rate"));
        await api.DisposeAsync();
    }

    [Fact]
    public async Task Switched_off_nothing_is_kept()
    {
        var api = await StartAsync(("Kolaybase:Logs:PerSecond", "0"));
        Assert.Equal(200, await ReadAsync(api, "r"));
        Assert.False(api.Services.GetRequiredService<ProjectLog>().Enabled);
        await api.StopAsync();
        Assert.Equal(0, await CountAsync());
        await api.DisposeAsync();
    }

    private Task<TestApi> StartAsync(params (string Key, string Value)[] settings) =>
        TestApi.StartAsync(configure: builder => builder.Configuration.AddInMemoryCollection(_plane.Settings), settings: settings);

    private static bool IsOutage(Http.Support.LogEntry entry) => entry.Message.StartsWith("Projects' logs can't be written", StringComparison.Ordinal);

    private HttpRequestMessage Request(string id, string path = "/api/rest/v1/todos")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("apikey", _project.AnonKey);
        request.Headers.Add("X-Request-Id", id);
        return request;
    }

    private async Task<int> ReadAsync(TestApi api, string id)
    {
        using var request = Request(id);
        using var response = await api.Client.SendAsync(request, Cancel);
        return (int)response.StatusCode;
    }

    private async Task ControlAsync(string sql)
    {
        await using var db = _plane.OpenRegistry();
        await db.Database.ExecuteSqlRawAsync(sql, Cancel);
    }

    private async Task<int> CountAsync(string? id = null)
    {
        await using var db = _plane.OpenRegistry();
        return await db.ProjectLogs.CountAsync(e => e.ProjectId == _project.Id && (id == null || e.RequestId == id), Cancel);
    }
}
